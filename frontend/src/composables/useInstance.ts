/** What this server lets strangers do. */
import { ref } from 'vue'

import { readInstance } from '@/api/auth'
import { ApiError, Unreachable } from '@/api/errors'
import type { Instance } from '@/api/types'

export function useInstance() {
  const registration = ref<Instance['registration'] | 'unknown'>('unknown')

  async function read(): Promise<void> {
    try {
      registration.value = (await readInstance()).registration
    } catch (error) {
      // The form itself will tell what is wrong with the server.
      if (!(error instanceof ApiError || error instanceof Unreachable)) throw error
    }
  }

  void read()
  return { registration }
}

/** Renews the access token before it ends, so that calls seldom meet a 401. */
import { onScopeDispose, watch } from 'vue'

import { ApiError, Unreachable } from '@/api/errors'
import { useAuth } from '@/stores/auth'

/** The share of its life after which a token is replaced. */
const SHARE = 0.8

export function useRenewal(): void {
  const auth = useAuth()
  let timer: ReturnType<typeof setTimeout> | undefined

  async function renew(): Promise<void> {
    try {
      await auth.renew()
    } catch (error) {
      // The next call that meets a 401 tries again.
      if (!(error instanceof Unreachable || error instanceof ApiError)) throw error
    }
  }

  watch(
    () => auth.access,
    () => {
      clearTimeout(timer)
      if (auth.accessLifetime) timer = setTimeout(() => void renew(), auth.accessLifetime * SHARE * 1000)
    },
    { immediate: true },
  )
  onScopeDispose(() => clearTimeout(timer))
}

/** Which message calls for attention: newly posted, by somebody else. */
import { defineStore } from 'pinia'
import { shallowRef } from 'vue'

import type { Message } from '@/api/types'
import type { ServerEvent } from '@/protocol/events'

import { useAuth } from './auth'

export const useAttention = defineStore('attention', () => {
  const auth = useAuth()
  const latest = shallowRef<{ uri: string; message: Message } | null>(null)

  function apply(event: ServerEvent): void {
    if (event.type === 'message.posted' && event.data.user.id !== auth.user?.id) {
      latest.value = { uri: event.session, message: event.data }
    }
  }

  return { latest, apply }
})

/** Leaves a chat, and goes where there is another to look at. */
import { useRouter } from 'vue-router'

import { useChats } from '@/stores/chats'
import { useToasts } from '@/stores/toasts'

export function useLeaving() {
  const chats = useChats()
  const toasts = useToasts()
  const router = useRouter()

  return async (uri: string, title: string): Promise<void> => {
    await chats.leave(uri)
    toasts.show(`You left “${title}”.`)
    await router.push('/')
  }
}

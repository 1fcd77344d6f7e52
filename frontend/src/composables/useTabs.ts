/** Tells the browser's other tabs of Chatire who has signed in or out. */
import { onScopeDispose, watch } from 'vue'

import { useAuth } from '@/stores/auth'

type Word = { kind: 'in'; user: number } | { kind: 'out' }

export function useTabs(options: { signedIn(): void }): void {
  const auth = useAuth()
  const channel = new BroadcastChannel('chatire.auth')

  channel.onmessage = ({ data }: MessageEvent<Word>) => {
    if (data.kind === 'out') {
      if (auth.status !== 'in') return
      auth.asked = true
      auth.leave()
    } else if (auth.status === 'out') {
      void auth.resume().then(options.signedIn)
    } else if (auth.user && auth.user.id !== data.user) {
      location.reload()
    }
  }

  watch(
    () => auth.status,
    (status, before) => {
      if (status === 'in' && auth.user) tell({ kind: 'in', user: auth.user.id })
      if (status === 'out' && before === 'in') tell({ kind: 'out' })
    },
  )
  onScopeDispose(() => channel.close())

  function tell(word: Word): void {
    channel.postMessage(word)
  }
}

/** What was read in one of the browser's tabs has been read in the others. */
import { onScopeDispose } from 'vue'

import { useNotifications, type Read } from '@/stores/notifications'
import { useWins } from '@/stores/wins'

export function useReadElsewhere(): void {
  const notifications = useNotifications()
  const wins = useWins()
  const channel = new BroadcastChannel('chatire.read')

  channel.onmessage = ({ data }: MessageEvent<Read>) => {
    notifications.applyRead(data)
    wins.applyRead(data)
  }
  notifications.onRead((read) => channel.postMessage(read))
  onScopeDispose(() => channel.close())
}

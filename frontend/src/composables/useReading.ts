/** Tells the server how far one has read: what is on the screen of a focused window. */
import { useDocumentVisibility, useTimeoutFn, useWindowFocus } from '@vueuse/core'
import { onScopeDispose, watch } from 'vue'

import { ApiError, Unreachable } from '@/api/errors'
import type { Session } from '@/api/types'
import { useChats } from '@/stores/chats'

export interface ReadingOptions {
  session: () => Session
  /** Whether the newest message is on the screen. */
  seen: () => boolean
}

/** A burst of messages makes one call; one that does not end makes one each time. */
const SETTLE = 400

export function useReading({ session, seen }: ReadingOptions): void {
  const chats = useChats()
  const visibility = useDocumentVisibility()
  const focused = useWindowFocus()

  const pending = () => {
    const { last_seq, last_read_seq } = session()
    return seen() && focused.value && visibility.value === 'visible' && last_seq > last_read_seq ? last_seq : null
  }
  const { start, isPending } = useTimeoutFn(() => void mark(), SETTLE, { immediate: false })

  async function mark(): Promise<void> {
    const seq = pending()
    if (seq === null || !chats.sessions.has(session().uri)) return
    try {
      await chats.markRead(session().uri, seq)
    } catch (error) {
      // The next message that is read says it again.
      if (!(error instanceof ApiError || error instanceof Unreachable)) throw error
    }
  }

  // Who leaves at once has read what he saw.
  onScopeDispose(() => void mark())
  watch(pending, (seq) => seq !== null && !isPending.value && start(), { immediate: true })
}

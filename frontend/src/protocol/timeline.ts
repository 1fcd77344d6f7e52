/** The messages of one chat session in order: each once, in its newest state. */
import type { Message } from '@/api/types'

/** Returns both lists as one, by `seq`; of two states of a message the newer stays. */
export function merge(known: readonly Message[], incoming: readonly Message[]): Message[] {
  const newest = new Map<number, Message>()
  for (const message of [...known, ...incoming]) {
    const other = newest.get(message.id)
    if (!other || !isOlder(message, other)) newest.set(message.id, message)
  }
  return [...newest.values()].sort((one, other) => one.seq - other.seq)
}

/** A history page and an event may pass each other on the way: the later change wins. */
function isOlder(message: Message, than: Message): boolean {
  if (than.deleted_at && !message.deleted_at) return true
  return changedAt(message) < changedAt(than)
}

function changedAt(message: Message): string {
  return message.deleted_at ?? message.edited_at ?? ''
}

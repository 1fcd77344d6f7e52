/** From messages to what the list shows: days, groups by author, what is unsent. */
import type { Message, User } from '@/api/types'
import type { Unsent } from '@/stores/outbox'

import { dayLabel, dayOf } from './time'

/** Messages of one author this close together stand as one group. */
const TOGETHER = 5 * 60_000

interface Bubble {
  kind: 'message'
  key: string
  user: User
  text: string
  at: string
  own: boolean
  /** First and last of its group. */
  head: boolean
  tail: boolean
  edited: boolean
  deleted: boolean
  state: 'sent' | Unsent['state']
  error: string
  clientMessageId: string | null
}

export type Row = { kind: 'day'; key: string; label: string; at: string } | Bubble
export type MessageRow = Bubble

export function buildRows(messages: readonly Message[], unsent: readonly Unsent[], me: User, now: Date): Row[] {
  const arrived = new Set(messages.filter(({ user }) => user.id === me.id).map((one) => one.client_message_id))
  const bubbles = [
    ...messages.map((message) => sent(message, me)),
    ...unsent.filter((one) => !arrived.has(one.clientMessageId)).map((one) => waiting(one, me)),
  ]
  const rows: Row[] = []
  bubbles.forEach((bubble, index) => {
    const before = bubbles[index - 1]
    if (!before || dayOf(before.at) !== dayOf(bubble.at)) {
      rows.push({ kind: 'day', key: `day-${dayOf(bubble.at)}-${bubble.key}`, label: dayLabel(bubble.at, now), at: bubble.at })
    }
    bubble.head = !before || !together(before, bubble)
    const after = bubbles[index + 1]
    bubble.tail = !after || !together(bubble, after)
    rows.push(bubble)
  })
  return rows
}

function together(one: Bubble, next: Bubble): boolean {
  return (
    one.user.id === next.user.id &&
    dayOf(one.at) === dayOf(next.at) &&
    Date.parse(next.at) - Date.parse(one.at) < TOGETHER
  )
}

function sent(message: Message, me: User): Bubble {
  return {
    kind: 'message',
    key: keyOf(message.user, message.client_message_id ?? `id-${message.id}`),
    user: message.user,
    text: message.message,
    at: message.created_at,
    own: message.user.id === me.id,
    head: true,
    tail: true,
    edited: message.edited_at !== null,
    deleted: message.deleted_at !== null,
    state: 'sent',
    error: '',
    clientMessageId: message.client_message_id,
  }
}

function waiting(one: Unsent, me: User): Bubble {
  return {
    kind: 'message',
    key: keyOf(me, one.clientMessageId),
    user: me,
    text: one.text,
    at: one.createdAt,
    own: true,
    head: true,
    tail: true,
    edited: false,
    deleted: false,
    state: one.state,
    error: one.error,
    clientMessageId: one.clientMessageId,
  }
}

/** A message keeps its key when it turns from unsent to sent; ids are a user's own affair. */
function keyOf(user: User, id: string): string {
  return `${user.id}-${id}`
}

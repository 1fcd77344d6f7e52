/** From messages to what the list shows: days, groups by author, changes, what is unsent. */
import type { Message, User } from '@/api/types'
import type { Change } from '@/stores/changes'
import type { Unsent } from '@/stores/outbox'

import { changeText } from './changeText'
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

interface Line {
  kind: 'change'
  key: string
  text: string
  at: string
}

export type Row = { kind: 'day'; key: string; label: string; at: string } | Line | Bubble
export type MessageRow = Bubble

export interface Story {
  messages: readonly Message[]
  changes: readonly Change[]
  unsent: readonly Unsent[]
  /** Whether messages before the first one here are still to be loaded. */
  hasOlder: boolean
}

export function buildRows({ messages, changes, unsent, hasOlder }: Story, me: User, now: Date): Row[] {
  const arrived = new Set(messages.filter(({ user }) => user.id === me.id).map((one) => one.client_message_id))
  // What is older than the first message here belongs before what is not loaded.
  const from = hasOlder ? (messages[0]?.seq ?? Infinity) : 0
  const logged = [
    ...messages.map((message) => ({ seq: message.seq, row: sent(message, me) })),
    ...changes.filter(({ seq }) => seq >= from).map((change) => ({ seq: change.seq, row: line(change, me) })),
  ]
  logged.sort((one, other) => one.seq - other.seq)
  const waitingOnes = unsent.filter((one) => !arrived.has(one.clientMessageId)).map((one) => waiting(one, me))
  return arranged([...logged.map(({ row }) => row), ...waitingOnes], now)
}

/** Puts a day's name before its first row, and tells each bubble its place in its group. */
function arranged(entries: (Line | Bubble)[], now: Date): Row[] {
  const rows: Row[] = []
  entries.forEach((entry, index) => {
    const before = entries[index - 1]
    const after = entries[index + 1]
    if (!before || dayOf(before.at) !== dayOf(entry.at)) {
      rows.push({ kind: 'day', key: `day-${dayOf(entry.at)}-${entry.key}`, label: dayLabel(entry.at, now), at: entry.at })
    }
    if (entry.kind === 'message') {
      entry.head = !before || !together(before, entry)
      entry.tail = !after || !together(entry, after)
    }
    rows.push(entry)
  })
  return rows
}

function together(one: Line | Bubble, next: Line | Bubble): boolean {
  return (
    one.kind === 'message' &&
    next.kind === 'message' &&
    one.user.id === next.user.id &&
    dayOf(one.at) === dayOf(next.at) &&
    Date.parse(next.at) - Date.parse(one.at) < TOGETHER
  )
}

function line(change: Change, me: User): Line {
  return { kind: 'change', key: `change-${change.seq}`, text: changeText(change, me), at: change.at }
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

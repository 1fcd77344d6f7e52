/** The cast of the tests, and what they say. */
import type { Member, Message, Session, User } from '@/api/types'
import type { DurableEvent } from '@/protocol/events'

export const URI = '0123456789abcde'

export const alice: User = { id: 7, username: 'alice', first_name: 'Alice', last_name: 'Liddell' }
export const bob: User = { id: 8, username: 'bob', first_name: '', last_name: '' }

export function message(seq: number, fields: Partial<Message> = {}): Message {
  return {
    id: seq * 10,
    seq,
    user: bob,
    message: `message ${seq}`,
    created_at: '2026-11-22T09:30:00.000000Z',
    edited_at: null,
    deleted_at: null,
    client_message_id: null,
    reply_to: null,
    thread_root: null,
    reply_count: 0,
    reactions: [],
    attachments: [],
    ...fields,
  }
}

export function posted(seq: number, fields: Partial<Message> = {}): DurableEvent {
  return { type: 'message.posted', session: URI, seq, at: '2026-11-22T09:30:00.000000Z', data: message(seq, fields) }
}

export function session(fields: Partial<Session> = {}): Session {
  return {
    uri: URI,
    title: 'Tea party',
    kind: 'open',
    owner: alice,
    created_at: '2026-11-22T09:00:00.000000Z',
    role: 'owner',
    last_seq: 0,
    last_read_seq: 0,
    unread_count: 0,
    member_count: 2,
    last_message: null,
    ...fields,
  }
}

export const members: Member[] = [
  { ...alice, role: 'owner', joined_at: '2026-11-22T09:00:00.000000Z' },
  { ...bob, role: 'member', joined_at: '2026-11-22T09:01:00.000000Z' },
]

/**
 * What a gateway sends, and the one place where its bytes become values.
 *
 * Types that this page does not know are kept as they are: their `seq` counts,
 * their content is ignored.
 */
import type { Member, Message, Session, SharedSession, User } from '@/api/types'

interface Durable<Type extends string, Data> {
  type: Type
  session: string
  seq: number
  at: string
  data: Data
}

interface Ephemeral<Type extends string, Data> {
  type: Type
  session: string
  at: string
  data: Data
}

interface UserEventOf<Type extends string, Data> {
  type: Type
  at: string
  data: Data
}

export interface Reaction {
  message_id: number
  user: User
  emoji: string
}

export type DurableEvent =
  | Durable<'message.posted' | 'message.edited' | 'message.deleted', Message>
  | Durable<'reaction.added' | 'reaction.removed', Reaction>
  | Durable<'member.joined' | 'member.updated', Member>
  | Durable<'member.left', Member & { by: User }>
  | Durable<'session.updated', SharedSession>

export type EphemeralEvent =
  | Ephemeral<'typing', { user: User }>
  | Ephemeral<'read', { user: User; last_read_seq: number }>
  | Ephemeral<'presence', { users: { id: number; online: boolean }[] }>

export type UserEvent =
  | UserEventOf<'session.added', Session>
  | UserEventOf<'session.removed', { uri: string; reason: string }>
  | UserEventOf<
      'notification',
      { id: number; kind: string; text: string; url: string; created_at: string; data: Record<string, unknown> }
    >
  | UserEventOf<'wallet.changed', { balance: number; version: number }>

/** Everything that changes what a person sees. */
export type ServerEvent = DurableEvent | EphemeralEvent | UserEvent

/** Everything that is about the connection itself. */
export type ControlFrame =
  | { type: 'welcome'; connection: string; user: User; sessions: string[]; heartbeat: number }
  | { type: 'resync'; sessions?: string[]; within: number }
  | { type: 'authorise'; within: number }
  | { type: 'pong'; id: unknown }
  | { type: 'error'; code: string; detail: string }

export type Frame = ServerEvent | ControlFrame

const CONTROL: ReadonlySet<string> = new Set(['welcome', 'resync', 'authorise', 'pong', 'error'])

/** Returns the frame in `text`, or null where it is none: not JSON, no object, no type. */
export function decode(text: string): Frame | null {
  let value: unknown
  try {
    value = JSON.parse(text)
  } catch (error) {
    if (error instanceof SyntaxError) return null
    throw error
  }
  return isObject(value) && typeof value.type === 'string' ? (value as unknown as Frame) : null
}

export function isControl(frame: Frame): frame is ControlFrame {
  return CONTROL.has(frame.type)
}

/** Tells whether a frame stands in a session's log: whatever carries a `seq` does. */
export function isDurable(frame: Frame): frame is DurableEvent {
  return 'seq' in frame && Number.isInteger(frame.seq) && 'session' in frame
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

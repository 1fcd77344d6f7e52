/** Catching up: what was missed, and the ticket that opens a socket. */
import type { DurableEvent } from '@/protocol/events'

import { request } from './http'
import type { Log, Synced, Ticket } from './types'

export type EventPage = Omit<Log, 'uri' | 'events'> & { events: DurableEvent[] }

/** Either what a session's log has, or that it is to be read anew. */
export type Missed = Omit<Synced, 'sessions'> & {
  sessions: Record<string, EventPage | { reset: true; last_seq: number }>
}

export const readMissed = (positions: Record<string, number>) =>
  request<Missed>('POST', '/api/sync/', { body: { sessions: positions } })

export const readEvents = (uri: string, after: number) =>
  request<EventPage>('GET', `/api/chats/${encodeURIComponent(uri)}/events/?after=${after}&limit=200`)

export const takeTicket = () => request<Ticket>('POST', '/api/tickets/', { body: {} })

/** Catching up: what was missed, and the ticket that opens a socket. */
import type { DurableEvent } from '@/protocol/events'

import { request } from './http'
import type { Session, Ticket } from './types'

export interface EventPage {
  events: DurableEvent[]
  last_seq: number
  has_more: boolean
}

export interface Missed {
  sessions: Record<string, EventPage | { reset: true; last_seq: number }>
  removed: string[]
  added: Session[]
}

export const readMissed = (positions: Record<string, number>) =>
  request<Missed>('POST', '/api/sync/', { body: { sessions: positions } })

export const readEvents = (uri: string, after: number) =>
  request<EventPage>('GET', `/api/chats/${encodeURIComponent(uri)}/events/?after=${after}&limit=200`)

export const takeTicket = () => request<Ticket>('POST', '/api/tickets/', { body: {} })

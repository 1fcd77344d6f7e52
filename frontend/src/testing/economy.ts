/** What the tests own, win and are told. */
import type { Economy, Entry, Item, Notification } from '@/api/types'
import type { ServerEvent } from '@/protocol/events'

import { alice } from './cast'

export const AT = '2026-11-22T09:30:00.000000Z'

export function economy(fields: Partial<Economy> = {}): Economy {
  return {
    wallet: { balance: 10, held: 10, held_until: '2026-11-29T09:30:00.000000Z', version: 1 },
    preferences: { pop_ups: true, show_name: false },
    prize: 1,
    eligible: 'all',
    next_draw_at: '2026-11-22T09:31:00.000000Z',
    server_time: AT,
    period: 60,
    anchor: null,
    chain: null,
    ...fields,
  }
}

export function entry(id: number, fields: Partial<Entry> = {}): Entry {
  return { id, kind: 'lottery', text: `Prize of draw ${id}`, amount: 1, balance_after: 10 + id, created_at: AT, reference: `draw:${id}`, ...fields }
}

export function won(id: number, fields: Partial<Notification> = {}): Notification {
  const data = { draw: id, prize: 1, balance: 10 + id }
  return { id, kind: 'lottery.won', text: `You won draw ${id}.`, url: '/economy', created_at: AT, read_at: null, data, ...fields }
}

export function told({ id, kind, text, url, created_at, data }: Notification): ServerEvent {
  return { type: 'notification', at: AT, data: { id, kind, text, url, created_at, data } }
}

export const walletChanged = (balance: number, version: number): ServerEvent => ({ type: 'wallet.changed', at: AT, data: { balance, version } })

export function item(id: number, fields: Partial<Item> = {}): Item {
  return { id, kind: 'brass-key', name: 'Brass key', owner: alice, mine: true, state: 'withdrawn', price: null, asks: [], tradeable_at: AT, ...fields }
}

/** One page of a list. */
export const page = <T>(results: T[], next: string | null = null) => ({ next, previous: null, results })

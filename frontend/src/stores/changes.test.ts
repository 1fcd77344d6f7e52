import { createPinia, setActivePinia } from 'pinia'
import { beforeEach, expect, test } from 'vitest'

import type { DurableEvent } from '@/protocol/events'
import { alice, bob, session, URI } from '@/testing/cast'
import { serve } from '@/testing/server'

import { useAuth } from './auth'
import { useChanges } from './changes'
import { useLog } from './log'

const AT = '2026-11-22T09:30:00Z'

beforeEach(() => {
  setActivePinia(createPinia())
  useAuth().user = alice
  serve({ [`GET /api/chats/${URI}/events/`]: { body: { uri: URI, events: [], last_seq: 0, has_more: false } } })
})

const member = (user: typeof bob) => ({ ...user, role: 'member', joined_at: AT }) as const
const titled = (seq: number, title: string): DurableEvent => ({ type: 'session.updated', session: URI, seq, at: AT, data: session({ title }) })

function seen(...events: DurableEvent[]) {
  const log = useLog()
  log.receive({ type: 'session.added', at: AT, data: session() })
  events.forEach(log.receive)
  return useChanges().of(URI)
}

test('who comes and who goes is noted, at its place', () => {
  const joined: DurableEvent = { type: 'member.joined', session: URI, seq: 1, at: AT, data: member(bob) }
  const left: DurableEvent = { type: 'member.left', session: URI, seq: 2, at: AT, data: { ...member(bob), by: alice } }
  expect(seen(joined, left)).toMatchObject([
    { kind: 'joined', seq: 1, user: { username: 'bob' } },
    { kind: 'left', seq: 2, by: { username: 'alice' } },
  ])
})

test('my own joining is no news to me', () => {
  expect(seen({ type: 'member.joined', session: URI, seq: 1, at: AT, data: member(alice) })).toEqual([])
})

test('another title is noted, another change of the session is not', () => {
  expect(seen(titled(1, 'Tea party'), titled(2, 'Coffee party'))).toMatchObject([{ kind: 'titled', title: 'Coffee party', seq: 2 }])
})

test('a session that is gone leaves none', () => {
  seen(titled(1, 'Coffee party'))
  useLog().receive({ type: 'session.removed', at: AT, data: { uri: URI, reason: 'removed' } })
  expect(useChanges().of(URI)).toEqual([])
})

import { expect, test } from 'vitest'

import { alice, posted, session, URI } from '@/testing/cast'

import { Connection, type Action } from './connection'
import type { Frame } from './events'

const OTHER = 'fedcba987654321'
const WELCOME: Frame = { type: 'welcome', connection: 'w1', user: alice, sessions: [URI], heartbeat: 25 }

const kinds = (actions: Action[]) => actions.map((action) => action.do)
const find = <Kind extends Action['do']>(actions: Action[], kind: Kind) =>
  actions.filter((action): action is Extract<Action, { do: Kind }> => action.do === kind)

function opened(more: string[] = []): Connection {
  const connection = new Connection(() => 0.5)
  connection.start()
  connection.ticketed('t1', more, '/ws/')
  return connection
}

function live(): Connection {
  const connection = opened()
  connection.received(WELCOME)
  return connection
}

test('it starts with a ticket, and opens with that', () => {
  const connection = new Connection(() => 0)
  expect(kinds(connection.start())).toEqual(['fetch-ticket'])
  expect(connection.ticketed('t1', [], '/ws/')[0]).toEqual({ do: 'open', ticket: 't1', path: '/ws/' })
})

test('it syncs after welcome, and not before', () => {
  const connection = opened()
  expect(connection.phase).toBe('opening')
  expect(kinds(connection.received(WELCOME))).toContain('sync')
  expect(connection.phase).toBe('open')
})

test('further tickets follow the welcome as frames', () => {
  const sent = find(opened(['t2', 't3']).received(WELCOME), 'send')
  expect(sent.map(({ frame }) => frame)).toEqual([
    { type: 'ticket', ticket: 't2' },
    { type: 'ticket', ticket: 't3' },
  ])
})

test('a session that neither ticket nor gateway knew of is asked for with a fresh ticket, once', () => {
  const connection = live()
  expect(connection.shows([URI])).toEqual([])
  expect(kinds(connection.shows([URI, OTHER]))).toEqual(['fetch-ticket'])
  expect(find(connection.ticketed('t2', [], '/ws/'), 'send')[0]?.frame).toEqual({ type: 'ticket', ticket: 't2' })
  expect(kinds(connection.received({ ...WELCOME, sessions: [URI, OTHER] }))).toContain('sync')
  expect(connection.shows([URI, OTHER])).toEqual([])
})

test('a session that the gateway has added needs no ticket', () => {
  const connection = live()
  connection.received({ type: 'session.added', at: '', data: session({ uri: OTHER }) })
  expect(connection.shows([URI, OTHER])).toEqual([])
})

test('while further tickets are unanswered, no session is missed', () => {
  const connection = opened(['t2'])
  connection.received(WELCOME)
  expect(connection.shows([URI, OTHER])).toEqual([])
  connection.received({ ...WELCOME, sessions: [OTHER] })
  expect(connection.shows([URI, OTHER])).toEqual([])
})

test('a ticket that a standing connection does not get is asked for again', () => {
  const connection = live()
  connection.shows([OTHER])
  expect(find(connection.ticketRefused(429, 20), 'wake-after')).toEqual([{ do: 'wake-after', timer: 'renew', ms: 20_000 }])
  expect(kinds(connection.woke('renew'))).toEqual(['fetch-ticket'])
})

test('a new connection compares anew', () => {
  const connection = live()
  connection.shows([OTHER])
  connection.closed(1006, '')
  connection.woke('retry')
  connection.ticketed('t2', [], '/ws/')
  connection.received(WELCOME)
  expect(kinds(connection.shows([OTHER]))).toEqual(['fetch-ticket'])
})

test('events are delivered, control frames are not', () => {
  const connection = live()
  expect(find(connection.received(posted(1)), 'deliver')).toEqual([{ do: 'deliver', event: posted(1) }])
  expect(find(connection.received({ type: 'pong', id: 1 }), 'deliver')).toEqual([])
})

test('a fresh ticket comes before every attempt', () => {
  const connection = live()
  const actions = connection.closed(1006, '')
  expect(find(actions, 'wake-after')).toContainEqual({ do: 'wake-after', timer: 'retry', ms: 1_500 })
  expect(kinds(connection.woke('retry'))).toEqual(['fetch-ticket'])
})

test('without a socket it falls back to asking', () => {
  expect(kinds(live().closed(1006, ''))).toContain('sync')
})

test('failures lengthen the wait, a welcome ends that', () => {
  const connection = live()
  connection.closed(1006, '')
  connection.woke('retry')
  connection.ticketed('t2', [], '/ws/')
  expect(find(connection.closed(1006, ''), 'wake-after')[0]?.ms).toBe(2_500)
  connection.woke('retry')
  connection.ticketed('t3', [], '/ws/')
  connection.received(WELCOME)
  expect(connection.failures).toBe(0)
})

test('a ticket refused with 401 leads to signing in', () => {
  const connection = new Connection(() => 0)
  connection.start()
  expect(kinds(connection.ticketRefused(401, null))).toEqual(['sign-in'])
  expect(connection.phase).toBe('stopped')
})

test('a ticket refused with 429 waits as long as it was told', () => {
  const connection = new Connection(() => 0)
  connection.start()
  expect(find(connection.ticketRefused(429, 12), 'wake-after')[0]?.ms).toBe(12_000)
})

test.each([4502, 4503, 4999])('after %i it stays away', (code) => {
  const connection = live()
  expect(find(connection.closed(code, ''), 'wake-after')).toEqual([])
  expect(connection.phase).toBe('stopped')
})

test('a sign-out closes with 4501, and leads to signing in', () => {
  expect(kinds(live().closed(4501, ''))).toContain('sign-in')
})

test('resync happens at a random moment in its time', () => {
  const actions = live().received({ type: 'resync', sessions: [URI], within: 5 })
  expect(find(actions, 'sync')).toEqual([{ do: 'sync', ms: 2_500, sessions: [URI] }])
})

test('authorise is answered with a fresh ticket at a random moment in its time', () => {
  const connection = live()
  const actions = connection.received({ type: 'authorise', within: 30 })
  expect(find(actions, 'wake-after')).toContainEqual({ do: 'wake-after', timer: 'renew', ms: 15_000 })
  expect(kinds(connection.woke('renew'))).toEqual(['fetch-ticket'])
  expect(connection.ticketed('t9', [], '/ws/')).toEqual([{ do: 'send', frame: { type: 'ticket', ticket: 't9' } }])
})

test('after authorise every ticket is shown anew, and a welcome is followed by a sync', () => {
  const connection = live()
  connection.received({ type: 'authorise', within: 30 })
  connection.woke('renew')
  const sent = find(connection.ticketed('t7', ['t8', 't9'], '/ws/'), 'send')
  expect(sent.map(({ frame }) => frame.ticket)).toEqual(['t7', 't8', 't9'])
  expect(kinds(connection.received(WELCOME))).toContain('sync')
})

test('a session that a renewal leaves out is asked for, whatever was bound before', () => {
  const connection = live()
  connection.received({ type: 'authorise', within: 30 })
  expect(connection.shows([URI])).toEqual([])
  connection.woke('renew')
  connection.ticketed('t9', [], '/ws/')
  connection.received({ ...WELCOME, sessions: [OTHER] })
  expect(kinds(connection.shows([URI, OTHER]))).toEqual(['fetch-ticket'])
})

test('a renewal that is refused with 401 ends the connection, and leads to signing in', () => {
  const connection = live()
  connection.received({ type: 'authorise', within: 30 })
  connection.woke('renew')
  expect(kinds(connection.ticketRefused(401, null))).toEqual(expect.arrayContaining(['close', 'sign-in']))
  expect(connection.phase).toBe('stopped')
})

test.each([4001, 4004])('after %i it comes back with back-off and a fresh ticket, and syncs meanwhile', (code) => {
  const connection = live()
  const actions = connection.closed(code, 'too slow')
  expect(find(actions, 'wake-after')).toEqual([{ do: 'wake-after', timer: 'retry', ms: 1_500 }])
  expect(kinds(actions)).toContain('sync')
  expect(kinds(connection.woke('retry'))).toEqual(['fetch-ticket'])
})

test('after 1012 it comes back when it was told to, and asks at a random moment before', () => {
  const connection = live()
  const actions = connection.closed(1012, '4.50')
  expect(find(actions, 'wake-after')).toEqual([{ do: 'wake-after', timer: 'retry', ms: 4_500 }])
  expect(find(actions, 'sync')).toEqual([{ do: 'sync', ms: 2_250 }])
  expect(kinds(connection.woke('retry'))).toEqual(['fetch-ticket'])
})

test('a resync keeps the socket', () => {
  const connection = live()
  expect(find(connection.received({ type: 'resync', within: 4 }), 'sync')).toEqual([{ do: 'sync', ms: 2_000 }])
  expect(connection.phase).toBe('open')
})

test('a sync that failed is made again, later each time, until one succeeds', () => {
  const connection = live()
  const waits = [1, 2, 3].map(() => find(connection.synced(false), 'wake-after')[0]?.ms)
  expect(waits).toEqual([1_500, 2_500, 4_500])
  expect(connection.woke('sync')).toEqual([{ do: 'sync', ms: 0 }])
  expect(connection.synced(true)).toEqual([{ do: 'cancel', timer: 'sync' }])
  expect(find(connection.synced(false), 'wake-after')[0]?.ms).toBe(1_500)
})

test('without a socket a failed sync waits for the next try', () => {
  const connection = live()
  connection.closed(1006, '')
  expect(find(connection.synced(false), 'wake-after')).toEqual([])
})

test('silence is met with a ping, and silence after that with another socket', () => {
  const connection = live()
  expect(find(connection.woke('silence'), 'send')[0]?.frame).toEqual({ type: 'ping', id: 1 })
  expect(kinds(connection.woke('silence'))).toContain('close')
  expect(connection.phase).toBe('waiting')
})

test('an answer to the ping keeps the socket', () => {
  const connection = live()
  connection.woke('silence')
  connection.received({ type: 'pong', id: 1 })
  expect(find(connection.woke('silence'), 'send')[0]?.frame).toEqual({ type: 'ping', id: 2 })
})

test('a socket without a welcome is left', () => {
  expect(kinds(opened().woke('welcome'))).toContain('close')
})

test('a return of the network syncs and pings where there is a socket', () => {
  expect(kinds(live().noticed())).toEqual(['sync', 'send', 'wake-after'])
})

test('a return of the network ends the wait for the next attempt', () => {
  const connection = live()
  connection.closed(1006, '')
  expect(kinds(connection.noticed())).toContain('fetch-ticket')
})

test('what comes after its end changes nothing', () => {
  const connection = live()
  connection.stop()
  expect(connection.received(posted(1))).toEqual([])
  expect(connection.closed(1006, '')).toEqual([])
  expect(connection.woke('retry')).toEqual([])
  expect(connection.ticketed('t', [], '/ws/')).toEqual([])
})

import { createPinia, setActivePinia } from 'pinia'
import { beforeEach, expect, test, vi } from 'vitest'

import { alice, members, message, posted, session, URI } from '@/testing/cast'
import { serve } from '@/testing/server'

import { useAuth } from './auth'
import { useChats } from './chats'
import { useLog } from './log'
import { useMessages } from './messages'
import { useOutbox } from './outbox'

const EVENTS = `GET /api/chats/${URI}/events/`
const SYNC = 'POST /api/sync/'
const LIST = 'GET /api/chats/'
const NONE = { body: { sessions: {}, removed: [], added: [] } }

beforeEach(() => {
  vi.useFakeTimers()
  setActivePinia(createPinia())
  useAuth().user = alice
  useMessages().timelines.set(URI, { messages: [], status: 'ready', hasOlder: false, loadingOlder: false, error: '' })
})

const listed = (last_seq: number) => ({ body: { next: null, previous: null, results: [session({ last_seq })] } })
const shown = () => useMessages().timelines.get(URI)?.messages.map(({ seq }) => seq)

async function loaded(last_seq: number, answers: Parameters<typeof serve>[0] = {}) {
  const asked = serve({ [LIST]: listed(last_seq), ...answers })
  const log = useLog()
  await log.load()
  return { log, asked }
}

test('a gap waits 200 ms, then what is missing is fetched', async () => {
  const page = { uri: URI, events: [posted(2), posted(3)], last_seq: 3, has_more: false }
  const { log, asked } = await loaded(1, { [EVENTS]: { body: page } })
  log.receive(posted(3))
  await vi.advanceTimersByTimeAsync(199)
  expect(asked.filter(({ call }) => call.startsWith(EVENTS))).toEqual([])
  await vi.advanceTimersByTimeAsync(2)
  expect(asked.at(-1)?.call).toBe(`${EVENTS}?after=1&limit=200`)
  expect(shown()).toEqual([2, 3])
})

test('what could not be fetched is asked for again, though nothing more comes', async () => {
  const page = { uri: URI, events: [posted(2), posted(3)], last_seq: 3, has_more: false }
  let away = true
  const { log } = await loaded(1, { [EVENTS]: () => (away ? { status: 502 } : { body: page }) })
  log.receive(posted(3))
  await vi.advanceTimersByTimeAsync(400)
  expect(shown()).toEqual([])
  away = false
  await vi.advanceTimersByTimeAsync(10_000)
  expect(shown()).toEqual([2, 3])
})

test('a session that is to be caught up with is, after a failure too, whatever is known of it', async () => {
  const page = { uri: URI, events: [posted(2)], last_seq: 2, has_more: false }
  let away = true
  const { log, asked } = await loaded(1, { [EVENTS]: () => (away ? new TypeError('Failed to fetch') : { body: page }) })
  await log.catchUp(URI)
  away = false
  await vi.advanceTimersByTimeAsync(10_000)
  expect(shown()).toEqual([2])
  const calls = asked.length
  await vi.advanceTimersByTimeAsync(60_000)
  expect(asked).toHaveLength(calls)
})

test('a gap that closes by itself asks nothing', async () => {
  const { log, asked } = await loaded(1)
  log.receive(posted(3))
  log.receive(posted(2))
  await vi.advanceTimersByTimeAsync(500)
  expect(asked).toHaveLength(1)
  expect(shown()).toEqual([2, 3])
})

test('an event that comes twice counts once', async () => {
  const { log } = await loaded(0)
  log.receive(posted(1))
  log.receive(posted(1))
  expect(useChats().sessions.get(URI)?.unread_count).toBe(1)
})

test('sync asks for what lies after each position, and applies it', async () => {
  const page = { events: [posted(5)], last_seq: 5, has_more: false }
  const { log, asked } = await loaded(4, { [SYNC]: { body: { sessions: { [URI]: page }, removed: [], added: [] } } })
  await log.sync()
  expect(asked.at(-1)?.body).toEqual({ sessions: { [URI]: 4 } })
  expect(shown()).toEqual([5])
})

test('sync goes on page by page', async () => {
  const first = { events: [posted(2)], last_seq: 3, has_more: true }
  const second = { uri: URI, events: [posted(3)], last_seq: 3, has_more: false }
  const { log } = await loaded(1, {
    [SYNC]: { body: { sessions: { [URI]: first }, removed: [], added: [] } },
    [EVENTS]: { body: second },
  })
  await log.sync()
  expect(shown()).toEqual([2, 3])
})

test('a reset reads the session and its messages anew', async () => {
  const { log } = await loaded(4, {
    [SYNC]: { body: { sessions: { [URI]: { reset: true, last_seq: 2 } }, removed: [], added: [] } },
    [`GET /api/chats/${URI}/`]: { body: { ...session({ last_seq: 2, title: 'Restored' }), members } },
    [`GET /api/chats/${URI}/messages/`]: { body: { uri: URI, messages: [message(2)], has_more: false } },
  })
  await log.sync()
  expect(useChats().sessions.get(URI)?.title).toBe('Restored')
  expect(shown()).toEqual([2])
  log.receive(posted(3))
  expect(shown()).toEqual([2, 3])
})

test('a fetch that is answered 410 reads anew as well', async () => {
  const { log } = await loaded(1, {
    [EVENTS]: { status: 410, body: { detail: 'Gone.', last_seq: 900 } },
    [`GET /api/chats/${URI}/`]: { body: { ...session({ last_seq: 900 }), members } },
    [`GET /api/chats/${URI}/messages/`]: { body: { uri: URI, messages: [message(900)], has_more: true } },
  })
  log.receive(posted(900))
  await vi.advanceTimersByTimeAsync(201)
  expect(shown()).toEqual([900])
})

test('sessions that were added or removed meanwhile come and go', async () => {
  const other = session({ uri: 'fedcba987654321', last_seq: 3 })
  const { log } = await loaded(0, { [SYNC]: { body: { sessions: {}, removed: [URI], added: [other] } } })
  await log.sync()
  expect([...useChats().sessions.keys()]).toEqual([other.uri])
})

test('a sync asked for during a sync is made once more, not at once', async () => {
  const { log, asked } = await loaded(0, { [SYNC]: NONE })
  await Promise.all([log.sync(), log.sync(), log.sync()])
  expect(asked.filter(({ call }) => call === SYNC).length).toBeLessThanOrEqual(2)
})

test('an answer to a post whose event does not come is followed by a fetch', async () => {
  const page = { uri: URI, events: [posted(1)], last_seq: 1, has_more: false }
  const post = `POST /api/chats/${URI}/messages/`
  const { asked } = await loaded(0, { [EVENTS]: { body: page }, [post]: { status: 201, body: message(1, { user: alice }) } })
  useOutbox().postMessage(URI, 'hello')
  await vi.advanceTimersByTimeAsync(2_001)
  expect(asked.at(-1)?.call).toContain('after=0')
  expect(shown()).toEqual([1])
})

test('an added session is followed, and asked for', async () => {
  const uri = 'fedcba987654321'
  const { log, asked } = await loaded(0, { [`GET /api/chats/${uri}/events/`]: { body: { uri, events: [], last_seq: 4, has_more: false } } })
  log.receive({ type: 'session.added', at: '', data: session({ uri, last_seq: 4 }) })
  await vi.advanceTimersByTimeAsync(0)
  expect(useChats().sessions.has(uri)).toBe(true)
  expect(asked.at(-1)?.call).toContain(`${uri}/events/?after=4`)
})

/** The golden events: one example of everything that a gateway sends, read by both sides. */
import { createPinia, setActivePinia } from 'pinia'
import { beforeEach, expect, test } from 'vitest'

import { useAuth } from '@/stores/auth'
import { useChats } from '@/stores/chats'
import { useEconomy } from '@/stores/economy'
import { useLog } from '@/stores/log'
import { useMessages } from '@/stores/messages'
import { useNotifications } from '@/stores/notifications'
import { useToasts } from '@/stores/toasts'
import { useWins } from '@/stores/wins'
import { alice, members, message, session, URI } from '@/testing/cast'
import { serve } from '@/testing/server'

import { Connection } from './connection'
import { decode, isControl, isDurable, type Frame } from './events'

const files = import.meta.glob<string>('../../../tests/contract/events/*.json', {
  query: '?raw',
  import: 'default',
  eager: true,
})
const golden = Object.entries(files).map(([path, text]) => [path.split('/').at(-1)?.replace('.json', '') ?? '', text] as const)

const KNOWN = [
  'authorise', 'error', 'member.joined', 'member.left', 'member.updated', 'message.deleted', 'message.edited',
  'message.posted', 'notification', 'pong', 'presence', 'reaction.added', 'reaction.removed', 'read', 'resync',
  'session.added', 'session.removed', 'session.updated', 'typing', 'wallet.changed', 'welcome',
]

beforeEach(() => {
  setActivePinia(createPinia())
  useAuth().user = alice
})

test('there is an example of every type that this page knows', () => {
  expect(golden.map(([name]) => name).sort()).toEqual(expect.arrayContaining(KNOWN))
})

test.each(golden)('%s is decoded, and stands in the file of its name', (name, text) => {
  expect(decode(text)?.type).toBe(name)
})

test.each(golden)('%s is taken by the connection and by every store', (_, text) => {
  const frame = frameOf(text)
  const connection = new Connection(() => 0.5)
  connection.start()
  connection.ticketed('t', [], '/ws/')
  const delivered = connection.received(frame).filter((action) => action.do === 'deliver')
  expect(delivered).toHaveLength(isControl(frame) ? 0 : 1)

  serve({ [`GET /api/chats/${URI}/events/`]: { body: { uri: URI, events: [], last_seq: 0, has_more: false } } })
  const log = useLog()
  useChats().add(session())
  log.follow(URI, isDurable(frame) ? frame.seq - 1 : 0)
  for (const action of delivered) if (action.do === 'deliver') log.receive(action.event)
  if (isDurable(frame)) expect(useChats().sessions.get(URI)?.last_seq).toBe(frame.seq)
  log.clear()
})

test('message.posted appears, counts as unread and is the last message', () => {
  const frame = apply('message.posted', { me: { ...alice, id: 99 } })
  expect(useMessages().timelines.get(URI)?.messages).toEqual([frame.data])
  expect(useChats().sessions.get(URI)).toMatchObject({ unread_count: 1, last_message: frame.data })
})

test('message.deleted empties the message that is shown', () => {
  apply('message.deleted', { shown: [message(3, { id: 41, user: alice })] })
  expect(useMessages().timelines.get(URI)?.messages).toMatchObject([{ id: 41, message: '' }])
})

test('member.left takes the member away', () => {
  apply('member.left')
  expect(useChats().members.get(URI)?.map(({ username }) => username)).toEqual(['alice'])
})

test('session.removed takes the session away', () => {
  apply('session.removed')
  expect(useChats().sessions.has(URI)).toBe(false)
})

test('notification of a win pops up once, stands in the list and is no note as well', () => {
  useEconomy().$patch({ on: true, wishes: { pop_ups: true, show_name: false } })
  apply('notification')
  expect(useWins().shown).toMatchObject({ draw: 12, coins: 1, balance: 11 })
  expect(useNotifications().items.map(({ kind }) => kind)).toEqual(['lottery.won'])
  expect(useToasts().toasts).toEqual([])
})

test('wallet.changed is the balance', () => {
  apply('wallet.changed')
  expect(useEconomy().wallet).toMatchObject({ balance: 11, version: 2 })
})

test.each(['', '[]', '"text"', '{}', '{"type":1}', '{"type"', 'null'])('%j is no frame', (text) => {
  expect(decode(text)).toBeNull()
})

function frameOf(text: string): Frame {
  const frame = decode(text)
  if (!frame) throw new Error('not a frame')
  return frame
}

function apply(name: string, { me = alice, shown = [] as ReturnType<typeof message>[] } = {}) {
  const text = golden.find(([type]) => type === name)?.[1] ?? ''
  const frame = frameOf(text)
  if (isControl(frame)) throw new Error(`${name} is no event`)
  useAuth().user = me
  useChats().add(session())
  useChats().members.set(URI, members)
  useMessages().timelines.set(URI, { messages: shown, status: 'ready', hasOlder: false, loadingOlder: false, error: '' })
  const log = useLog()
  log.follow(URI, isDurable(frame) ? frame.seq - 1 : 0)
  log.receive(frame)
  return frame
}

import { createPinia, setActivePinia } from 'pinia'
import { beforeEach, expect, test, vi } from 'vitest'

import type { User } from '@/api/types'
import type { ServerEvent } from '@/protocol/events'
import { alice, bob, posted, URI } from '@/testing/cast'

import { useAuth } from './auth'
import { usePeople } from './people'

const AT = '2026-11-22T09:30:00Z'

beforeEach(() => {
  vi.useFakeTimers()
  setActivePinia(createPinia())
  useAuth().user = alice
})

const presence = (...users: [User, boolean][]): ServerEvent => ({
  type: 'presence',
  session: URI,
  at: AT,
  data: { users: users.map(([{ id }, online]) => ({ id, online })) },
})
const typing = (user: User): ServerEvent => ({ type: 'typing', session: URI, at: AT, data: { user } })
const names = () => usePeople().typing(URI).map(({ username }) => username)

test('who comes is here, and who goes is not', () => {
  const people = usePeople()
  people.apply(presence([alice, true], [bob, true]))
  people.apply(presence([bob, false]))
  expect([...people.here(URI)]).toEqual([alice.id])
})

test('somebody types until he is silent for a while', () => {
  usePeople().apply(typing(bob))
  vi.advanceTimersByTime(4_000)
  usePeople().apply(typing(bob))
  vi.advanceTimersByTime(4_000)
  expect(names()).toEqual(['bob'])
  vi.advanceTimersByTime(1_001)
  expect(names()).toEqual([])
})

test.each([
  ['his message is there', posted(1)],
  ['he has gone', presence([bob, false])],
  ['the chat is not mine any more', { type: 'session.removed', at: AT, data: { uri: URI, reason: 'removed' } } as const],
])('nobody types when %s', (_, event) => {
  usePeople().apply(typing(bob))
  usePeople().apply(event)
  expect(names()).toEqual([])
})

test('my own typing, in another tab, is no news to me', () => {
  usePeople().apply(typing(alice))
  expect(names()).toEqual([])
})

test('my typing is said once in a while, the last of it too', () => {
  const people = usePeople()
  const said = vi.fn<(uri: string) => void>()
  people.onTyping(said)
  for (let letters = 0; letters < 5; letters += 1) people.type(URI)
  expect(said).toHaveBeenCalledTimes(1)
  vi.advanceTimersByTime(3_299)
  expect(said).toHaveBeenCalledTimes(1)
  vi.advanceTimersByTime(1)
  expect(said.mock.calls).toEqual([[URI], [URI]])
})

test('what was sent is not typed any more', () => {
  const people = usePeople()
  const said = vi.fn<(uri: string) => void>()
  people.onTyping(said)
  people.type(URI)
  people.type(URI)
  people.rest(URI)
  vi.advanceTimersByTime(10_000)
  expect(said).toHaveBeenCalledTimes(1)
})

test('without a connection nobody is known to be here', () => {
  const people = usePeople()
  people.apply(presence([bob, true]))
  people.apply(typing(bob))
  people.clear()
  expect([people.here(URI).size, names()]).toEqual([0, []])
})

import { createPinia, setActivePinia } from 'pinia'
import { beforeEach, expect, test, vi } from 'vitest'

import { AT, page, told, won } from '@/testing/economy'
import { serve } from '@/testing/server'

import { placeOf, useNotifications, type Read } from './notifications'

const LIST = 'GET /api/notifications/'
const READ = 'POST /api/notifications/read/'
const asked = won(3, { kind: 'market.asked' })

beforeEach(() => setActivePinia(createPinia()))

test('what is told is counted and comes first, and only once', async () => {
  serve({ [LIST]: { body: { ...page([won(1, { read_at: AT })]), unread_count: 0 } } })
  const notifications = useNotifications()
  await notifications.load()
  notifications.apply(told(won(2)))
  notifications.apply(told(won(2)))
  expect(notifications.items.map(({ id }) => id)).toEqual([2, 1])
  expect([notifications.unread, notifications.latest?.id]).toEqual([1, 2])
})

test('what was seen is read up to there, of its kind alone, and said to the other tabs', async () => {
  serve({ [LIST]: { body: { ...page([won(4), asked, won(2)]), unread_count: 3 } }, [READ]: { body: { unread_count: 2 } } })
  const notifications = useNotifications()
  const heard = vi.fn<(read: Read) => void>()
  notifications.onRead(heard)
  await notifications.load()
  await notifications.markSeen(3, 'lottery.won')
  expect(notifications.items.map(({ read_at }) => read_at !== null)).toEqual([false, false, true])
  expect(notifications.unread).toBe(2)
  expect(heard.mock.calls).toEqual([[{ id: 3, kind: 'lottery.won', unread: 2 }]])
})

test('what could not be said stays unread', async () => {
  serve({ [LIST]: { body: { ...page([won(1)]), unread_count: 1 } }, [READ]: { status: 502 } })
  const notifications = useNotifications()
  await notifications.load()
  await notifications.markSeen(1)
  expect([notifications.unread, notifications.items[0]?.read_at]).toEqual([1, null])
})

test('what another tab has read is read here', async () => {
  serve({ [LIST]: { body: { ...page([asked, won(1)]), unread_count: 2 } } })
  const notifications = useNotifications()
  await notifications.load()
  notifications.applyRead({ id: 3, kind: null, unread: 0 })
  expect(notifications.items.every(({ read_at }) => read_at !== null)).toBe(true)
  expect(notifications.unread).toBe(0)
})

test.each([
  ['/economy', '/economy'],
  ['//elsewhere.example', null],
  ['/\\elsewhere.example', null],
  ['https://elsewhere.example', null],
  ['', null],
])('%j leads to %j', (url, place) => expect(placeOf(url)).toBe(place))

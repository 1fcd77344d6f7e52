import { createPinia, setActivePinia } from 'pinia'
import { beforeEach, expect, test } from 'vitest'

import { economy, page, told, walletChanged, won } from '@/testing/economy'
import { serve } from '@/testing/server'

import { useEconomy } from './economy'
import { useNotifications } from './notifications'
import { useWins } from './wins'

const UNREAD = 'GET /api/notifications/?kind=lottery.won&unread=true&limit=200'
const READ = 'POST /api/notifications/read/'

beforeEach(() => {
  setActivePinia(createPinia())
  const { wallet, preferences } = economy()
  useEconomy().$patch({ on: true, wallet, wishes: preferences })
})

test('a win is shown with the balance that came with it', () => {
  useEconomy().apply(walletChanged(11, 2))
  useWins().apply(told(won(1)))
  expect(useWins().shown).toEqual({ id: 1, draw: 1, times: 1, more: false, coins: 1, balance: 11 })
})

test('what is no win is not shown', () => {
  useWins().apply(told(won(1, { kind: 'market.asked' })))
  expect(useWins().shown).toBeNull()
})

test('who wants no pop-ups has none, later neither', () => {
  useEconomy().wishes = { pop_ups: false, show_name: false }
  useWins().apply(told(won(1)))
  expect(useWins().shown).toBeNull()
  useEconomy().wishes = { pop_ups: true, show_name: false }
  expect(useWins().shown).toBeNull()
})

test('wins while nobody was here are summed up, once', async () => {
  serve({ [UNREAD]: { body: { ...page([won(5), won(3)]), unread_count: 2 } }, [READ]: { body: { unread_count: 0 } } })
  useNotifications().unread = 2
  await useWins().load()
  expect(useWins().shown).toMatchObject({ id: 5, draw: 5, times: 2, coins: 2 })
  await useWins().dismiss()
  expect(useWins().shown).toBeNull()
})

test('more wins than a page holds are not counted on', async () => {
  serve({ [UNREAD]: { body: { ...page([won(5), won(3)], '/api/notifications/?cursor=2'), unread_count: 300 } } })
  useNotifications().unread = 300
  await useWins().load()
  expect(useWins().shown).toMatchObject({ times: 2, more: true })
})

test('a win that comes while asking is not lost', async () => {
  serve({
    [UNREAD]: () => {
      useWins().apply(told(won(6)))
      return { body: { ...page([won(5)]), unread_count: 1 } }
    },
  })
  useNotifications().unread = 1
  await useWins().load()
  expect(useWins().shown).toMatchObject({ id: 6, times: 2 })
})

test('what was read elsewhere while this page slept is gone after a sync', async () => {
  const asked = serve({})
  useWins().apply(told(won(4)))
  useNotifications().unread = 0
  await useWins().load()
  expect(useWins().shown).toBeNull()
  expect(asked).toEqual([])
})

test('dismissing says which wins were seen, and of nothing else', async () => {
  const asked = serve({ [READ]: { body: { unread_count: 1 } } })
  useWins().apply(told(won(4)))
  await useWins().dismiss()
  expect(asked[0]?.body).toEqual({ id: 4, kind: 'lottery.won' })
})

test.each([
  [{ id: 4, kind: 'lottery.won' }, null],
  [{ id: 4, kind: null }, null],
  [{ id: 4, kind: 'market.asked' }, 4],
  [{ id: 3, kind: null }, 4],
])('after another tab has read %o, %o is shown', (read, shown) => {
  useWins().apply(told(won(4)))
  useWins().applyRead(read)
  expect(useWins().shown?.id ?? null).toBe(shown)
})

import { createPinia, setActivePinia } from 'pinia'
import { beforeEach, expect, test } from 'vitest'

import { alice, bob } from '@/testing/cast'
import { AT, item, page } from '@/testing/economy'
import { serve } from '@/testing/server'

import { useMarket } from './market'

const OWN = 'GET /api/economy/items/?mine=true&limit=200'
const OFFERED = 'GET /api/economy/items/?state=offered&limit=50'
const ASKED = 'GET /api/economy/items/?state=asked&limit=50'
const key = item(1)
const bell = item(2, { owner: bob, mine: false, state: 'offered', price: 4 })

beforeEach(() => setActivePinia(createPinia()))

async function opened(answers: Parameters<typeof serve>[0] = {}) {
  const asked = serve({ [OWN]: { body: page([key]) }, [OFFERED]: { body: page([bell, item(3, { state: 'offered', price: 1 })]) }, [ASKED]: { body: page([]) }, ...answers })
  const market = useMarket()
  await market.load()
  return { market, asked }
}

test('what is mine is not offered to me', async () => {
  const { market } = await opened()
  expect(market.own.map(({ id }) => id)).toEqual([1])
  expect(market.offers.map(({ id }) => id)).toEqual([2])
})

test('an item that is asked for stands among the offers once, as the last answer says', async () => {
  const asks = [{ id: 9, user: alice, created_at: AT }]
  const { market } = await opened({ [ASKED]: { body: page([{ ...bell, state: 'asked' }]) }, 'POST /api/economy/items/2/ask/': { body: { ...bell, state: 'asked', asks } } })
  await market.ask(2)
  expect(market.offers).toMatchObject([{ id: 2, state: 'asked', asks: [{ id: 9 }] }])
})

test('what I offer has its price', async () => {
  const { market, asked } = await opened({ 'POST /api/economy/items/1/offer/': { body: { ...key, state: 'offered', price: 5 } } })
  await market.offer(1, 5)
  expect(asked.at(-1)?.body).toEqual({ price: 5 })
  expect(market.own).toMatchObject([{ id: 1, price: 5 }])
})

test('what I sold is not mine any more', async () => {
  const { market, asked } = await opened({ 'POST /api/economy/items/1/approve/': { body: { ...key, owner: bob, mine: false } } })
  await market.approve(1, 9)
  expect(asked.at(-1)?.body).toEqual({ ask: 9 })
  expect(market.own).toEqual([])
})

test('what was refused changes nothing', async () => {
  const { market } = await opened({ 'POST /api/economy/items/2/ask/': { status: 409, body: { detail: 'You have fewer than 4 coins to spend.' } } })
  await expect(market.ask(2)).rejects.toMatchObject({ message: 'You have fewer than 4 coins to spend.' })
  expect(market.offers).toEqual([bell])
})

test('more offers are those of both lists', async () => {
  const older = { ...bell, id: 1 }
  const { market } = await opened({ [OFFERED]: { body: page([bell], 'https://elsewhere.example/api/economy/items/?cursor=2') }, 'GET /api/economy/items/?cursor=2': { body: page([older]) } })
  expect(market.hasMore).toBe(true)
  await market.more()
  expect([market.offers.map(({ id }) => id), market.hasMore]).toEqual([[2, 1], false])
})

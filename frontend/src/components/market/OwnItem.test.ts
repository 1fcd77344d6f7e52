import userEvent from '@testing-library/user-event'
import { render, screen, within } from '@testing-library/vue'
import { createPinia, setActivePinia } from 'pinia'
import { beforeEach, expect, test } from 'vitest'
import { computed, defineComponent, h } from 'vue'

import type { Item } from '@/api/types'
import { useMarket } from '@/stores/market'
import { bob } from '@/testing/cast'
import { AT, item } from '@/testing/economy'
import { serve } from '@/testing/server'

import OwnItem from './OwnItem.vue'

const OFFER = 'POST /api/economy/items/1/offer/'
const APPROVE = 'POST /api/economy/items/1/approve/'
const asked = item(1, { state: 'asked', price: 4, asks: [{ id: 9, user: bob, created_at: AT }] })

beforeEach(() => setActivePinia(createPinia()))

/** The item as the store has it, for as long as it is there. */
function show(first: Item): void {
  useMarket().own = [first]
  const mine = computed(() => useMarket().own)
  render(defineComponent(() => () => h('ul', mine.value.map((one) => h(OwnItem, { key: one.id, item: one })))))
}

test('an item that is held says until when, and has no price', () => {
  show(item(1, { tradeable_at: '2999-01-01T00:00:00Z' }))
  expect(screen.getByText(/^Held until/).textContent).toMatch(/2999/)
  expect(screen.queryByRole('textbox')).toBeNull()
})

test.each(['', '0.5', '1e3', '-3', 'four', '99999999999999999999'])('%j is no price, and is not sent', async (text) => {
  const calls = serve({})
  show(item(1))
  const user = userEvent.setup()
  if (text) await user.type(screen.getByRole('textbox'), text)
  await user.click(screen.getByRole('button', { name: /Offer/ }))
  expect(screen.getByText('A price is a whole number of coins.')).toBeTruthy()
  expect(calls.filter(({ call }) => call === OFFER)).toEqual([])
})

test("the server's words about a price stand beside it", async () => {
  serve({ [OFFER]: { status: 400, body: { price: ['A price is at least one coin.'] } } })
  show(item(1))
  const user = userEvent.setup()
  await user.type(screen.getByRole('textbox', { name: 'Price in coins for Brass key' }), '0{Enter}')
  expect(await screen.findByText('A price is at least one coin.')).toBeTruthy()
})

test('what is offered keeps the focus in its card', async () => {
  serve({ [OFFER]: { body: item(1, { state: 'offered', price: 5 }) } })
  show(item(1))
  await userEvent.setup().type(screen.getByRole('textbox'), '5{Enter}')
  expect(await screen.findByText('5 coins')).toBeTruthy()
  expect(document.activeElement).toBe(screen.getByRole('listitem'))
})

test('a sale wants a second word, and names buyer and price', async () => {
  const calls = serve({ [APPROVE]: { body: { ...asked, owner: bob, mine: false, asks: [] } } })
  show(asked)
  const user = userEvent.setup()
  await user.click(screen.getByRole('button', { name: 'Sell to bob' }))
  expect(screen.getByRole('group').textContent).toMatch(/Sell Brass key to bob for 4 coins\?/)
  expect(calls.filter(({ call }) => call === APPROVE)).toEqual([])
  await user.click(within(screen.getByRole('group')).getByRole('button', { name: 'Sell' }))
  expect(calls.filter(({ call }) => call === APPROVE).map(({ body }) => body)).toEqual([{ ask: 9 }])
  expect(screen.queryByRole('listitem')).toBeNull()
})

test('a buyer who cannot pay is told of in words', async () => {
  serve({ [APPROVE]: { status: 409, body: { detail: 'bob can spend 2 coins, not 4 coins.' } } })
  show(asked)
  const user = userEvent.setup()
  await user.click(screen.getByRole('button', { name: 'Sell to bob' }))
  await user.click(within(screen.getByRole('group')).getByRole('button', { name: 'Sell' }))
  expect((await screen.findByRole('alert')).textContent).toBe('bob can spend 2 coins, not 4 coins.')
})

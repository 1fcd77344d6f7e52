import { createPinia, setActivePinia } from 'pinia'
import { beforeEach, expect, test, vi } from 'vitest'

import { AT, economy, walletChanged } from '@/testing/economy'
import { serve } from '@/testing/server'

import { useEconomy } from './economy'

const ON = { 'GET /api/instance/': { body: { registration: 'open', economy: true } } }

beforeEach(() => setActivePinia(createPinia()))

test('a server without an economy is asked for nothing more', async () => {
  const asked = serve({ 'GET /api/instance/': { body: { registration: 'open', economy: false } } })
  await useEconomy().read()
  await useEconomy().read()
  expect(asked.map(({ call }) => call)).toEqual(['GET /api/instance/'])
  expect(useEconomy().on).toBe(false)
})

test.each([
  ['in order', [[11, 2], [12, 3]], 12],
  ['the wrong way round', [[12, 3], [11, 2]], 12],
  ['twice', [[11, 2], [11, 2]], 11],
])('of changes that come %s the greatest version holds', async (_, changes, balance) => {
  serve({ ...ON, 'GET /api/economy/': { body: economy() } })
  await useEconomy().read()
  for (const [amount = 0, version = 0] of changes) useEconomy().apply(walletChanged(amount, version))
  expect(useEconomy().wallet).toMatchObject({ balance, held: 10 })
})

test('an answer that an event has overtaken does not take the coins back', async () => {
  serve({
    ...ON,
    'GET /api/economy/': () => {
      useEconomy().apply(walletChanged(11, 2))
      return { body: economy() }
    },
  })
  await useEconomy().read()
  expect(useEconomy().wallet).toMatchObject({ balance: 11, version: 2, held: 10 })
})

test('an answer that a wish has overtaken does not take the wish back', async () => {
  serve({
    ...ON,
    'GET /api/economy/': async () => {
      await useEconomy().wish({ pop_ups: false })
      return { body: economy({ preferences: { pop_ups: true, show_name: false } }) }
    },
    'PATCH /api/economy/preferences/': { body: { pop_ups: false, show_name: false } },
  })
  await useEconomy().read()
  expect(useEconomy().wishes?.pop_ups).toBe(false)
})

test('reading again brings what an event did not', async () => {
  const wallets = [economy().wallet, { ...economy().wallet, balance: 15, version: 6 }]
  serve({ ...ON, 'GET /api/economy/': () => ({ body: economy({ wallet: wallets.shift() ?? economy().wallet }) }) })
  await useEconomy().read()
  await useEconomy().read()
  expect(useEconomy().wallet).toMatchObject({ balance: 15, version: 6 })
})

test("the server's clock is known, however wrong this one is", async () => {
  vi.useFakeTimers({ now: Date.parse(AT) - 90_000 })
  serve({ ...ON, 'GET /api/economy/': { body: economy() } })
  await useEconomy().read()
  expect(useEconomy().ahead).toBe(90_000)
})

test('a wish is what the server made of it', async () => {
  const asked = serve({ 'PATCH /api/economy/preferences/': { body: { pop_ups: false, show_name: true } } })
  await useEconomy().wish({ pop_ups: false })
  expect(asked[0]?.body).toEqual({ pop_ups: false })
  expect(useEconomy().wishes).toEqual({ pop_ups: false, show_name: true })
})

import { createPinia, setActivePinia } from 'pinia'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { effectScope, type EffectScope } from 'vue'

import { useEconomy } from '@/stores/economy'
import { AT, economy } from '@/testing/economy'
import { serve } from '@/testing/server'

import { useCountdown } from './useCountdown'

const START = Date.parse(AT)
const at = (seconds: number) => new Date(START + seconds * 1000).toISOString()

let scope: EffectScope

beforeEach(() => {
  setActivePinia(createPinia())
  scope = effectScope()
})
afterEach(() => scope.stop())

/** A page whose clock is `behind` seconds behind the server's, which draws each minute but is late by `late`. */
async function counting(behind: number, late = 0) {
  vi.useFakeTimers({ now: START - behind * 1000 })
  const asked = serve({
    'GET /api/instance/': { body: { registration: 'open', economy: true } },
    'GET /api/economy/': () => {
      const now = Date.now() + behind * 1000
      const next = now < START + (60 + late) * 1000 ? 60 : 120
      return { body: economy({ server_time: new Date(now).toISOString(), next_draw_at: at(next) }) }
    },
  })
  await useEconomy().read()
  const countdown = scope.run(() => useCountdown())
  return { left: () => countdown?.left.value, calls: () => asked.filter(({ call }) => call === 'GET /api/economy/').length }
}

const pass = (seconds: number) => vi.advanceTimersByTimeAsync(seconds * 1000)

test.each([0, 90, -90])("it counts by the server's clock where this one is %d s behind", async (behind) => {
  const { left } = await counting(behind)
  expect(left()).toBe(60)
  await pass(23)
  expect(left()).toBe(37)
})

test('once it is over, the next one is asked for, once', async () => {
  const { left, calls } = await counting(0)
  await pass(61)
  expect(left()).toBe(59)
  expect(calls()).toBe(2)
})

test('a draw that is late is asked for every two seconds', async () => {
  const { left, calls } = await counting(0, 7)
  await pass(66)
  expect(left()).toBe(0)
  expect(calls()).toBe(1 + 4)
  await pass(3)
  expect(left()).toBe(51)
})

test('a lottery that is switched off has no countdown', async () => {
  const { left } = await counting(0)
  useEconomy().$patch({ lottery: { prize: 1, next_draw_at: null, period: null, chain: null } })
  expect(left()).toBeNull()
})

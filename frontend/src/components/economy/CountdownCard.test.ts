import { render, screen } from '@testing-library/vue'
import { createPinia, setActivePinia } from 'pinia'
import { expect, test } from 'vitest'

import { useEconomy } from '@/stores/economy'
import { economy } from '@/testing/economy'

import CountdownCard from './CountdownCard.vue'

test.each([
  [60, 'all', 'Every minute somebody wins 1 coin.'],
  [3600, 'day', 'Every hour one of those who were here within a day wins 1 coin.'],
  [90, 'all', 'Every 90 seconds somebody wins 1 coin.'],
] as const)('each %d s, who may win being "%s"', (period, eligible, words) => {
  setActivePinia(createPinia())
  useEconomy().$patch({ lottery: economy({ period, eligible }) })
  render(CountdownCard)
  expect(screen.getByText(words)).toBeTruthy()
})

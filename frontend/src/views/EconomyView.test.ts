import { render, screen } from '@testing-library/vue'
import { createPinia, setActivePinia } from 'pinia'
import { beforeEach, expect, test } from 'vitest'
import { createMemoryHistory, createRouter } from 'vue-router'

import BalanceLink from '@/components/economy/BalanceLink.vue'
import { useEconomy } from '@/stores/economy'
import { economy } from '@/testing/economy'

import EconomyView from './EconomyView.vue'

beforeEach(() => setActivePinia(createPinia()))

function plugins() {
  const routes = ['', 'wallet', 'draws', 'market'].map((name) => ({ path: `/${name}`, name: name || 'home', component: { render: () => null } }))
  return [createRouter({ history: createMemoryHistory(), routes })]
}

test('a server without an economy says so, and shows nothing else of it', () => {
  useEconomy().on = false
  render(EconomyView, { props: { trouble: '' }, global: { plugins: plugins() } })
  expect(screen.getByRole('heading', { name: 'There is no economy here' })).toBeTruthy()
  expect(screen.queryByRole('link', { name: 'Market' })).toBeNull()
})

test.each([
  [null, 0],
  [false, 0],
  [true, 1],
])('where the economy is %s there are %d balances', (on, count) => {
  const { wallet } = economy()
  useEconomy().$patch({ on, wallet })
  render(BalanceLink, { global: { plugins: plugins() } })
  expect(screen.queryAllByRole('link', { name: 'You have 10 coins' })).toHaveLength(count)
})

test('what could not be read is asked for again', () => {
  const view = render(EconomyView, { props: { trouble: 'Chatire has a problem.' }, global: { plugins: plugins() } })
  screen.getByRole('button', { name: 'Try again' }).click()
  expect(view.emitted('retry')).toHaveLength(1)
})

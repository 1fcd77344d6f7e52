import userEvent from '@testing-library/user-event'
import { render, screen } from '@testing-library/vue'
import { createPinia, setActivePinia } from 'pinia'
import { beforeEach, expect, test, vi } from 'vitest'
import { nextTick } from 'vue'
import { createMemoryHistory, createRouter } from 'vue-router'

import { useEconomy } from '@/stores/economy'
import { useWins } from '@/stores/wins'
import { economy, told, walletChanged, won } from '@/testing/economy'
import { serve } from '@/testing/server'

import WinPopUp from './WinPopUp.vue'

const READ = 'POST /api/notifications/read/'

beforeEach(() => {
  setActivePinia(createPinia())
  const { wallet, preferences } = economy()
  useEconomy().$patch({ on: true, wallet, wishes: preferences })
})

function show() {
  const asked = serve({ [READ]: { body: { unread_count: 0 } } })
  const routes = [
    { path: '/', component: WinPopUp },
    { path: '/economy', name: 'wallet', component: WinPopUp },
    { path: '/economy/draws/:number', name: 'draw', component: WinPopUp },
  ]
  render(WinPopUp, { global: { plugins: [createRouter({ history: createMemoryHistory(), routes })] } })
  return asked
}

async function win(id: number): Promise<void> {
  useEconomy().apply(walletChanged(10 + id, 1 + id))
  useWins().apply(told(won(id)))
  await nextTick()
}

test('the region is there before there is anything to say', () => {
  show()
  expect(screen.getByRole('status').textContent).toBe('')
})

test('a win is congratulated on, with the draw and the new balance', async () => {
  show()
  await win(1)
  expect(screen.getByRole('status').textContent).toMatch(/Congratulations!.*You won 1 coin in draw 1\..*You have 11 coins now\./)
})

test('several wins are one pop-up', async () => {
  show()
  await win(1)
  await win(2)
  expect(screen.getByRole('status').textContent).toMatch(/You won 2 times, 2 coins in all\..*You have 12 coins now\./)
})

test('it goes when it is dismissed, and has been read then', async () => {
  const asked = show()
  await win(1)
  await userEvent.click(screen.getByRole('button', { name: 'Dismiss' }))
  expect(screen.getByRole('status').textContent).toBe('')
  expect(asked.filter(({ call }) => call === READ).map(({ body }) => body)).toEqual([{ id: 1, kind: 'lottery.won' }])
})

test('it goes by itself after 20 seconds, but not while somebody is in it', async () => {
  vi.useFakeTimers()
  show()
  await win(1)
  screen.getByRole('button', { name: 'Dismiss' }).focus()
  await vi.advanceTimersByTimeAsync(60_000)
  expect(screen.getByRole('status').textContent).not.toBe('')
  screen.getByRole('button', { name: 'Dismiss' }).blur()
  await vi.advanceTimersByTimeAsync(20_000)
  expect(screen.getByRole('status').textContent).toBe('')
})

import userEvent from '@testing-library/user-event'
import { render, screen } from '@testing-library/vue'
import { createPinia, setActivePinia } from 'pinia'
import { beforeEach, expect, test, vi } from 'vitest'
import { createMemoryHistory, createRouter } from 'vue-router'

import { useNotifications } from '@/stores/notifications'
import { AT, page, told, won } from '@/testing/economy'
import { serve } from '@/testing/server'

import NotificationBell from './NotificationBell.vue'

const LIST = 'GET /api/notifications/'
const READ = 'POST /api/notifications/read/'

beforeEach(() => setActivePinia(createPinia()))

async function show() {
  const asked = serve({ [LIST]: { body: { ...page([won(3), won(2), won(1, { read_at: AT })]), unread_count: 2 } }, [READ]: { body: { unread_count: 0 } } })
  const router = createRouter({ history: createMemoryHistory(), routes: [{ path: '/:all(.*)*', component: NotificationBell }] })
  render(NotificationBell, { global: { plugins: [router] } })
  await useNotifications().load()
  return () => asked.filter(({ call }) => call === READ).map(({ body }) => body)
}

test('the bell says how many are unread', async () => {
  const read = await show()
  expect(await screen.findByRole('button', { name: 'Notifications, 2 unread' })).toBeTruthy()
  expect(read()).toEqual([])
})

test('what is looked at is read, and marked as new while one looks', async () => {
  const read = await show()
  await userEvent.click(await screen.findByRole('button', { name: 'Notifications, 2 unread' }))
  expect(await screen.findAllByRole('listitem')).toHaveLength(3)
  await vi.waitFor(() => expect(read()).toEqual([{ id: 3 }]))
  await vi.waitFor(() => expect(useNotifications().unread).toBe(0))
  expect(screen.getAllByText('new')).toHaveLength(2)
})

test('what is told while one looks is read, too', async () => {
  const read = await show()
  await userEvent.click(await screen.findByRole('button', { name: 'Notifications, 2 unread' }))
  await vi.waitFor(() => expect(read()).toHaveLength(1))
  useNotifications().apply(told(won(4)))
  await vi.waitFor(() => expect(read()).toEqual([{ id: 3 }, { id: 4 }]))
})

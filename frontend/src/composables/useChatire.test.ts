import { render } from '@testing-library/vue'
import { createPinia, setActivePinia } from 'pinia'
import { expect, test, vi } from 'vitest'
import { createMemoryHistory, createRouter } from 'vue-router'

import { useAuth } from '@/stores/auth'
import { alice, URI } from '@/testing/cast'
import { serve } from '@/testing/server'
import { fakeSockets } from '@/testing/socket'

import { useChatire } from './useChatire'

const TICKET = 'POST /api/tickets/'

/** Alice, signed in and welcomed by the gateway; `tickets` counts hers. */
async function live() {
  const pinia = createPinia()
  setActivePinia(pinia)
  useAuth().user = { ...alice, invisible: false }
  const sockets = fakeSockets()
  const asked = serve({
    'POST /api/sync/': { status: 503 },
    [TICKET]: { body: { ticket: 't', more: [], expires_in: 30, path: '/ws/' } },
    'PATCH /auth/users/me/': { body: { ...alice, invisible: true } },
  })
  const router = createRouter({ history: createMemoryHistory(), routes: [{ path: '/', component: {} }] })
  const view = { setup: () => void useChatire().start(), template: '<p />' }
  render(view, { global: { plugins: [pinia, router] } })
  await vi.waitFor(() => expect(sockets).toHaveLength(1))
  sockets[0]?.says({ type: 'welcome', connection: 'w1', user: alice, sessions: [URI], heartbeat: 25 })
  return { tickets: () => asked.filter(({ call }) => call === TICKET).length }
}

test('who becomes invisible shows the gateway a ticket that says so', async () => {
  const { tickets } = await live()
  await useAuth().setInvisible(true)
  await vi.waitFor(() => expect(tickets()).toBe(2))
})

test('who leaves asks for no ticket any more', async () => {
  const { tickets } = await live()
  useAuth().leave()
  await new Promise((resolve) => setTimeout(resolve))
  expect(tickets()).toBe(1)
})

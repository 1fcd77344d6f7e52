import userEvent from '@testing-library/user-event'
import { render, screen } from '@testing-library/vue'
import { createPinia, setActivePinia } from 'pinia'
import { beforeEach, expect, test } from 'vitest'
import { createMemoryHistory, createRouter } from 'vue-router'

import { useAuth } from '@/stores/auth'
import { useChats } from '@/stores/chats'
import { bob, members, session, URI } from '@/testing/cast'
import { serve } from '@/testing/server'

import JoinCard from './JoinCard.vue'

const PATCH = `PATCH /api/chats/${URI}/`

beforeEach(() => {
  setActivePinia(createPinia())
  useAuth().user = bob
})

function show() {
  const router = createRouter({ history: createMemoryHistory(), routes: [{ path: '/', component: JoinCard }] })
  render(JoinCard, { props: { uri: URI }, global: { plugins: [router] } })
  return screen.getByRole('button', { name: 'Join as bob' })
}

test('opening an invitation joins nothing and asks nothing', () => {
  const asked = serve({})
  show()
  expect(asked).toEqual([])
})

test('joining sends my own name, and brings the chat', async () => {
  const asked = serve({ [PATCH]: {}, [`GET /api/chats/${URI}/`]: { body: { ...session({ role: 'member' }), members } } })
  await userEvent.click(show())
  expect(asked[0]).toMatchObject({ call: PATCH, body: { username: 'bob' } })
  expect(useChats().sessions.has(URI)).toBe(true)
})

test('a chat that is not there is told in words', async () => {
  serve({ [PATCH]: { status: 404, body: { detail: 'Not found.' } } })
  await userEvent.click(show())
  expect(await screen.findByRole('heading', { name: 'There is no such chat' })).toBeTruthy()
})

test('a server that is away is told in words, and may be asked again', async () => {
  serve({ [PATCH]: new TypeError('Failed to fetch') })
  const button = show()
  await userEvent.click(button)
  expect((await screen.findByRole('alert')).textContent).toContain('cannot be reached')
  expect(screen.getByRole('button', { name: 'Join as bob' })).toBe(button)
})

import userEvent from '@testing-library/user-event'
import { render, screen, within } from '@testing-library/vue'
import { createPinia, setActivePinia } from 'pinia'
import { beforeEach, expect, test, vi } from 'vitest'
import { computed, defineComponent, h } from 'vue'
import { createMemoryHistory, createRouter } from 'vue-router'

import type { Session } from '@/api/types'
import { useAuth } from '@/stores/auth'
import { useChats } from '@/stores/chats'
import { useToasts } from '@/stores/toasts'
import { alice, bob, members, session, URI } from '@/testing/cast'
import { serve } from '@/testing/server'

import MembersDialog from './MembersDialog.vue'

const READ = `GET /api/chats/${URI}/`
const REMOVE = `DELETE /api/chats/${URI}/members/${bob.id}/`

beforeEach(() => setActivePinia(createPinia()))

/** The dialog, open, as `me` sees it. */
async function show(me: typeof alice, role: Session['role']) {
  useAuth().user = me
  const chats = useChats()
  chats.add(session({ role }))
  chats.members.set(URI, members)
  const known = computed(() => chats.members.get(URI))
  const router = createRouter({ history: createMemoryHistory(), routes: [{ path: '/', component: MembersDialog }] })
  const Shown = defineComponent(() => () => h(MembersDialog, { open: true, session: session({ role }), title: 'Tea party', members: known.value }))
  render(Shown, { global: { plugins: [router] } })
  await screen.findByRole('dialog')
}

test('an owner removes somebody after a second word, by the keyboard alone', async () => {
  const asked = serve({ [REMOVE]: { status: 204 } })
  await show(alice, 'owner')
  const user = userEvent.setup()
  screen.getByRole('button', { name: 'Remove bob' }).focus()
  await user.keyboard('{Enter}')
  expect(screen.getByRole('button', { name: 'Keep' })).toBe(document.activeElement)
  expect(asked).toEqual([])
  await user.keyboard('{Tab}{Enter}')
  expect(await screen.findByText('bob is not in this chat any more.')).toBeTruthy()
  expect(asked.map(({ call }) => call)).toEqual([REMOVE])
  expect(screen.queryByRole('button', { name: 'Remove bob' })).toBeNull()
})

test('whoever thinks better of it keeps everybody, and his place', async () => {
  const asked = serve({})
  await show(alice, 'owner')
  const user = userEvent.setup()
  await user.click(screen.getByRole('button', { name: 'Remove bob' }))
  await user.click(screen.getByRole('button', { name: 'Keep' }))
  await vi.waitFor(() => expect(screen.getByRole('button', { name: 'Remove bob' })).toBe(document.activeElement))
  expect(asked).toEqual([])
})

test('what was refused is told where it was asked', async () => {
  serve({ [REMOVE]: { status: 403, body: { detail: 'Only the owner and admins may do this.' } } })
  await show(alice, 'owner')
  const user = userEvent.setup()
  await user.click(screen.getByRole('button', { name: 'Remove bob' }))
  await user.click(screen.getByRole('button', { name: 'Remove' }))
  expect((await screen.findByRole('alert')).textContent).toBe('Only the owner and admins may do this.')
})

test('an owner is told why he cannot leave', async () => {
  await show(alice, 'owner')
  expect(screen.queryByRole('button', { name: 'Leave' })).toBeNull()
  expect(screen.getByText(/This chat is yours/)).toBeTruthy()
})

test('a member may leave, after a second word, and remove nobody', async () => {
  const asked = serve({ [REMOVE]: { status: 204 } })
  await show(bob, 'member')
  const user = userEvent.setup()
  expect(screen.queryByRole('button', { name: /^Remove/ })).toBeNull()
  await user.click(screen.getByRole('button', { name: 'Leave' }))
  expect(asked).toEqual([])
  await user.click(within(screen.getByRole('group')).getByRole('button', { name: 'Leave' }))
  expect(asked.map(({ call }) => call)).toEqual([REMOVE])
  expect(useToasts().toasts.map(({ text }) => text)).toEqual(['You left “Tea party”.'])
})

test('an admin may remove members, but not the owner', async () => {
  await show({ ...bob, id: 9, username: 'carol' }, 'admin')
  expect(screen.getByRole('button', { name: 'Remove bob' })).toBeTruthy()
  expect(screen.queryByRole('button', { name: 'Remove Alice Liddell' })).toBeNull()
})

test('a list that could not be read is asked for again', async () => {
  let away = true
  serve({ [READ]: () => (away ? { status: 502 } : { body: { ...session(), members } }) })
  const chats = useChats()
  useAuth().user = alice
  const known = computed(() => chats.members.get(URI))
  const router = createRouter({ history: createMemoryHistory(), routes: [{ path: '/', component: MembersDialog }] })
  const props = { open: false, session: session(), title: '', members: undefined }
  const view = render(MembersDialog, { props, global: { plugins: [router] } })
  await view.rerender({ open: true })
  away = false
  await userEvent.click(await screen.findByRole('button', { name: 'Try again' }))
  await vi.waitFor(() => expect(known.value).toHaveLength(2))
})

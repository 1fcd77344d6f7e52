import { createPinia, setActivePinia } from 'pinia'
import { beforeEach, expect, test } from 'vitest'

import { alice, bob, members, message, posted, session, URI } from '@/testing/cast'
import { serve } from '@/testing/server'

import { useAuth } from './auth'
import { useChats } from './chats'

beforeEach(() => {
  setActivePinia(createPinia())
  useAuth().user = alice
  useChats().add(session())
})

const mine = () => useChats().sessions.get(URI)

test('my own message is never unread', () => {
  useChats().apply(posted(1, { user: alice }))
  expect(mine()).toMatchObject({ unread_count: 0, last_seq: 1 })
})

test('what was read elsewhere is not unread here', () => {
  const chats = useChats()
  chats.apply(posted(1))
  chats.apply({ type: 'read', session: URI, at: '', data: { user: alice, last_read_seq: 1 } })
  expect(mine()).toMatchObject({ unread_count: 0, last_read_seq: 1 })
})

test("another's reading changes nothing of mine", () => {
  const chats = useChats()
  chats.apply(posted(1))
  chats.apply({ type: 'read', session: URI, at: '', data: { user: bob, last_read_seq: 1 } })
  expect(mine()?.unread_count).toBe(1)
})

test('the list begins with the chat that spoke last', () => {
  const chats = useChats()
  chats.add(session({ uri: 'fedcba987654321', last_message: message(1, { created_at: '2026-11-22T09:10:00Z' }) }))
  expect(chats.sorted[0]?.uri).toBe('fedcba987654321')
  chats.apply(posted(1, { created_at: '2026-11-22T09:20:00Z' }))
  expect(chats.sorted[0]?.uri).toBe(URI)
})

test('members come and go, and are counted', () => {
  const chats = useChats()
  chats.members.set(URI, members.slice(0, 1))
  const carol = { id: 9, username: 'carol', first_name: '', last_name: '', role: 'member', joined_at: '' } as const
  chats.apply({ type: 'member.joined', session: URI, seq: 1, at: '', data: carol })
  expect(mine()?.member_count).toBe(2)
  chats.apply({ type: 'member.left', session: URI, seq: 2, at: '', data: { ...carol, by: carol } })
  expect(mine()?.member_count).toBe(1)
})

test('who was removed is off the list at once, and his event takes nobody else', async () => {
  serve({ [`DELETE /api/chats/${URI}/members/${bob.id}/`]: { status: 204 } })
  const chats = useChats()
  chats.members.set(URI, members)
  await chats.removeMember(URI, bob)
  expect(mine()?.member_count).toBe(1)
  chats.apply({ type: 'member.left', session: URI, seq: 1, at: '', data: { ...bob, role: 'member', joined_at: '', by: alice } })
  expect(mine()?.member_count).toBe(1)
  expect(chats.members.get(URI)?.map(({ id }) => id)).toEqual([alice.id])
})

test('leaving waits for what was being said of the session, and says nothing more', async () => {
  let answer: () => void = () => undefined
  const asked = serve({
    [`POST /api/chats/${URI}/read/`]: () => new Promise((resolve) => (answer = () => resolve({ body: { last_read_seq: 1, unread_count: 0 } }))),
    [`DELETE /api/chats/${URI}/members/${alice.id}/`]: { status: 204 },
  })
  const chats = useChats()
  const marked = chats.markRead(URI, 1)
  const left = chats.leave(URI)
  await chats.markRead(URI, 2)
  expect(asked.map(({ call }) => call)).toEqual([`POST /api/chats/${URI}/read/`])
  answer()
  await Promise.all([marked, left])
  expect(asked.at(-1)?.call).toMatch(/^DELETE/)
  expect(mine()).toBeUndefined()
})

test('reading the members of a known chat leaves its counts to its events', async () => {
  serve({ [`GET /api/chats/${URI}/`]: { body: { ...session({ unread_count: 5, last_seq: 9 }), members } } })
  await useChats().readMembers(URI)
  expect(mine()).toMatchObject({ unread_count: 0, last_seq: 0 })
})

test('all pages of the list are read, from this origin alone', async () => {
  const other = session({ uri: 'fedcba987654321' })
  const next = 'https://elsewhere.example/api/chats/?cursor=2'
  serve({
    'GET /api/chats/': { body: { next, previous: null, results: [session()] } },
    'GET /api/chats/?cursor=2': { body: { next: null, previous: null, results: [other] } },
  })
  await useChats().load()
  expect(useChats().sessions.has(other.uri)).toBe(true)
})

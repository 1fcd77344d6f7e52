import { createPinia, setActivePinia } from 'pinia'
import { beforeEach, expect, test, vi } from 'vitest'

import { alice } from '@/testing/cast'
import { fakeLocks } from '@/testing/locks'
import { serve } from '@/testing/server'

import { useAuth } from './auth'
import { lifetime, subject } from './token'

const TOKEN = `x.${btoa(JSON.stringify({ user_id: '7', iat: 1_000, exp: 1_300 }))}.x`
const RENEW = 'POST /auth/session/refresh/'
const ME = { 'GET /auth/users/me/': { body: alice } }

beforeEach(() => {
  localStorage.clear()
  setActivePinia(createPinia())
})

test("a stranger's visit asks nothing", async () => {
  const asked = serve({})
  await useAuth().resume()
  expect(useAuth().status).toBe('out')
  expect(asked).toEqual([])
})

test('a sign-in is taken up after a reload', async () => {
  serve({ 'POST /auth/session/': { body: { access: TOKEN } }, [RENEW]: { body: { access: TOKEN } }, ...ME })
  await useAuth().signIn('alice', 'secret')
  setActivePinia(createPinia())
  await useAuth().resume()
  expect(useAuth()).toMatchObject({ status: 'in', user: alice })
})

test('nothing that opens an account is kept by the browser', async () => {
  serve({ 'POST /auth/session/': { body: { access: TOKEN } }, ...ME })
  await useAuth().signIn('alice', 'secret')
  expect(JSON.stringify({ ...localStorage })).not.toContain(TOKEN)
})

test('many who ask for a renewal share one', async () => {
  const asked = serve({ [RENEW]: { body: { access: TOKEN } } })
  const auth = useAuth()
  expect(await Promise.all([auth.renew(), auth.renew(), auth.renew()])).toEqual([true, true, true])
  expect(asked).toHaveLength(1)
})

test.each([
  ['one after another', { locks: fakeLocks() }, 1],
  ['without TLS, where there are no locks, at once', {}, 2],
])('two tabs renew %s', async (_, browser, together) => {
  vi.stubGlobal('navigator', browser)
  let asking = 0
  let most = 0
  serve({
    [RENEW]: async () => {
      most = Math.max(most, (asking += 1))
      await new Promise((resolve) => setTimeout(resolve, 5))
      asking -= 1
      return { body: { access: TOKEN } }
    },
  })
  const tabs = [createPinia(), createPinia()].map((pinia) => useAuth(pinia))
  expect(await Promise.all(tabs.map((tab) => tab.renew()))).toEqual([true, true])
  expect(most).toBe(together)
})

test('a renewal that is refused ends the sign-in', async () => {
  serve({ 'POST /auth/session/': { body: { access: TOKEN } }, [RENEW]: { status: 401, body: { detail: 'No.' } }, ...ME })
  const auth = useAuth()
  await auth.signIn('alice', 'secret')
  expect(await auth.renew()).toBe(false)
  expect(auth.status).toBe('out')
})

test('a renewal that meets nobody ends nothing', async () => {
  serve({ 'POST /auth/session/': { body: { access: TOKEN } }, [RENEW]: new TypeError('Failed to fetch'), ...ME })
  const auth = useAuth()
  await auth.signIn('alice', 'secret')
  await expect(auth.renew()).rejects.toThrow('cannot be reached')
  expect(auth.status).toBe('in')
})

test.each(['signOut', 'signOutEverywhere'] as const)('%s: who is told of it early leaves once the server has answered, and is known until then', async (how) => {
  const auth = useAuth()
  const told = () => {
    auth.leave()
    return { status: 204 }
  }
  serve({ 'DELETE /auth/session/': told, 'DELETE /auth/devices/': told })
  auth.user = alice
  auth.status = 'in'
  const known = vi.fn(() => auth.me())
  await auth[how](known)
  expect(known).toHaveReturnedWith(alice)
  expect(auth).toMatchObject({ status: 'out', user: null, asked: true })
})

test('a sign-out that meets nobody signs nobody out', async () => {
  serve({ 'DELETE /auth/devices/': new TypeError('Failed to fetch') })
  const auth = useAuth()
  auth.user = alice
  auth.status = 'in'
  await expect(auth.signOutEverywhere(() => undefined)).rejects.toThrow('cannot be reached')
  expect(auth.status).toBe('in')
  auth.leave()
  expect(auth.status).toBe('out')
})

test('a token says whose it is and how long it lives', () => {
  expect(subject(TOKEN)).toBe('7')
  expect(lifetime(TOKEN)).toBe(300)
  expect(lifetime('rubbish')).toBeNull()
})

test('who wants to be invisible says so to the server', async () => {
  const auth = useAuth()
  auth.user = alice
  const asked = serve({ 'PATCH /auth/users/me/': { body: { ...alice, invisible: true } } })
  await auth.setInvisible(true)
  expect(asked.map(({ body }) => body)).toEqual([{ invisible: true }])
  expect(auth.user?.invisible).toBe(true)
})

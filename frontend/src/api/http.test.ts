import { expect, test, vi } from 'vitest'

import { serve } from '@/testing/server'

import { ApiError, sentence, Unreachable } from './errors'
import { request, useCredentials } from './http'

function signedIn(renewed: string | null) {
  let access: string | null = 'old'
  const renew = vi.fn(async () => {
    access = renewed
    return renewed !== null
  })
  useCredentials({ access: () => access, renew })
  return renew
}

const guarded = {
  'GET /api/chats/': ({ authorization }: { authorization: string | null }) =>
    authorization === 'Bearer new' ? { body: { fine: true } } : { status: 401, body: { detail: 'Expired.' } },
}

test('a 401 is met with one renewal and the same call again', async () => {
  const renew = signedIn('new')
  const asked = serve(guarded)
  await expect(request('GET', '/api/chats/')).resolves.toEqual({ fine: true })
  expect(renew).toHaveBeenCalledOnce()
  expect(asked).toHaveLength(2)
})

test('a 401 after the renewal is not met with another', async () => {
  const renew = signedIn('also old')
  serve(guarded)
  await expect(request('GET', '/api/chats/')).rejects.toMatchObject({ status: 401 })
  expect(renew).toHaveBeenCalledOnce()
})

test('a call of a stranger carries no token', async () => {
  signedIn('new')
  const asked = serve({ 'GET /api/instance/': { body: {} } })
  await request('GET', '/api/instance/', { anonymous: true })
  expect(asked[0]?.authorization).toBeNull()
})

test('no answer is told from a refusal', async () => {
  serve({ 'GET /x': new TypeError('Failed to fetch') })
  await expect(request('GET', '/x')).rejects.toBeInstanceOf(Unreachable)
})

test('a refusal names fields and the time to wait', async () => {
  serve({ 'POST /x': { status: 429, body: { detail: 'Slow down.', name: ['Too short.'] }, headers: { 'Retry-After': '7' } } })
  const error = await request('POST', '/x', { body: {} }).catch((problem: unknown) => problem)
  expect(error).toMatchObject({ status: 429, fields: { name: ['Too short.'] }, retryAfter: 7 })
})

test('every error has words for people', () => {
  expect(sentence(new Unreachable())).toMatch(/cannot be reached/)
  expect(sentence(new ApiError(429, '', {}, 200))).toMatch(/4 minutes/)
  expect(sentence(new ApiError(502, ''))).toMatch(/problem/)
  expect(sentence(new ApiError(400, '', { title: ['Too long.'] }))).toBe('Too long.')
})

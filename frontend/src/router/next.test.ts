import { expect, test } from 'vitest'
import type { RouteLocationNormalized } from 'vue-router'

import { nextOf } from '.'

const after = (next: unknown) => nextOf({ query: { next } } as unknown as RouteLocationNormalized)

test('a sign-in leads back to where one came from', () => {
  expect(after('/chats/0123456789abcde')).toBe('/chats/0123456789abcde')
})

test.each(['https://evil.example', '//evil.example', '/\\evil.example', 'javascript:alert(1)', undefined, ['/a', '/b']])(
  'it never leads to %j',
  (next) => {
    expect(after(next)).toBe('/')
  },
)

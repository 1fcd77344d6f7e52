import { expect, test } from 'vitest'

import { alice, bob } from '@/testing/cast'

import { typistsText } from './typists'

const carol = { id: 9, username: 'carol', first_name: '', last_name: '' }

test.each([
  [[], ''],
  [[bob], 'bob is typing…'],
  [[alice, bob], 'Alice Liddell and bob are typing…'],
  [[alice, bob, carol], 'Several people are typing…'],
])('%j: %s', (users, text) => {
  expect(typistsText(users)).toBe(text)
})

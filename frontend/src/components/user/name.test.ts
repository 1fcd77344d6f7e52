import { expect, test } from 'vitest'

import { alice, bob } from '@/testing/cast'

import { displayName, hue, HUES, initials } from './name'

test('people are called by their name, else by their username', () => {
  expect(displayName(alice)).toBe('Alice Liddell')
  expect(displayName(bob)).toBe('bob')
})

test.each([
  [alice, 'AL'],
  [bob, 'B'],
  [{ ...bob, username: 'mad.hatter' }, 'MH'],
  [{ ...bob, first_name: '👩‍🚀', last_name: '李' }, '👩‍🚀李'],
])('initials are what people see as letters', (user, letters) => {
  expect(initials(user)).toBe(letters)
})

test('a user has one of the colours, always the same', () => {
  expect(hue(alice)).toBe(hue({ ...alice, username: 'renamed' }))
  expect(hue({ ...alice, id: 123_456_789 })).toBeLessThan(HUES)
})

import { expect, test } from 'vitest'

import type { Change } from '@/stores/changes'
import { alice, bob } from '@/testing/cast'

import { changeText } from './changeText'

const PLACE = { seq: 1, at: '2026-11-22T09:30:00Z' }
const said = (change: Change) => changeText(change, alice).replace(/[\u2068\u2069]/g, '')

test.each<[Change, string]>([
  [{ ...PLACE, kind: 'joined', user: bob }, 'bob joined the chat'],
  [{ ...PLACE, kind: 'left', user: bob, by: bob }, 'bob left the chat'],
  [{ ...PLACE, kind: 'left', user: bob, by: alice }, 'You removed bob'],
  [{ ...PLACE, kind: 'titled', title: 'Tea party' }, 'The chat is now called “Tea party”'],
  [{ ...PLACE, kind: 'titled', title: '' }, 'The chat has no title any more'],
])('a change is said in words: %o', (change, words) => {
  expect(said(change)).toBe(words)
})

test('a name that is written from right to left does not turn the sentence', () => {
  const change = { ...PLACE, kind: 'joined', user: { ...bob, first_name: 'كارول' } } as const
  expect(changeText(change, alice)).toBe('\u2068كارول\u2069 joined the chat')
})

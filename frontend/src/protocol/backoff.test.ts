import fc from 'fast-check'
import { expect, test } from 'vitest'

import { backoff, comeback } from './backoff'

const random = fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true })

test('every wait lies between 1 and 30 seconds', () => {
  fc.assert(
    fc.property(fc.nat({ max: 10_000 }), random, (attempt, drawn) => {
      const ms = backoff(attempt, () => drawn)
      expect(ms).toBeGreaterThanOrEqual(1_000)
      expect(ms).toBeLessThanOrEqual(30_000)
    }),
  )
})

test('the wait is jittered over its whole range, which grows', () => {
  expect(backoff(8, () => 0)).toBe(1_000)
  expect(backoff(0, () => 0.999_999)).toBeCloseTo(2_000, -1)
  expect(backoff(8, () => 0.999_999)).toBeCloseTo(30_000, -1)
})

test.each([1001, 1002, 1006, 1011, 4000, 4001, 4002, 4003, 4004, 4499])('after %i one comes back with back-off', (code) => {
  expect(comeback(code, '', 0, () => 0.5)).toEqual({ kind: 'after', ms: 1_500 })
})

test.each([
  [4501, 'signed-out'],
  [4502, 'removed'],
  [4503, 'disabled'],
  [4999, 'refused'],
])('after %i one does not come back', (code, why) => {
  expect(comeback(code, '', 0, () => 0)).toEqual({ kind: 'never', why })
})

test.each([1003, 1007, 1009])('after %i, our own bug, one waits 30 seconds', (code) => {
  expect(comeback(code, '', 0, () => 0)).toEqual({ kind: 'after', ms: 30_000 })
})

test('a restart says how long to wait', () => {
  expect(comeback(1012, '2.35', 4, () => 0)).toEqual({ kind: 'after', ms: 2_350 })
})

test.each(['', 'soon', '-1', '1e9', 'NaN'])('a restart that says %j means back-off', (reason) => {
  expect(comeback(1012, reason, 0, () => 0)).toEqual({ kind: 'after', ms: 1_000 })
})

test('a restart cannot send one away for longer than half a minute', () => {
  expect(comeback(1012, '86400', 0, () => 0)).toEqual({ kind: 'after', ms: 30_000 })
})

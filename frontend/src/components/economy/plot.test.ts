import { expect, test } from 'vitest'

import { entry } from '@/testing/economy'

import { heightsOf, levels, plot, stepOf, timesOf } from './plot'

const FRAME = { width: 440, height: 220, left: 30, right: 10, top: 10, bottom: 10 }
const at = (clock: string) => new Date(`2026-11-22T${clock}:00`).getTime()
const MINUTE = 60_000

test('a balance holds from one entry to the next, and until now', () => {
  const newestFirst = [
    entry(2, { amount: -4, balance_after: 6, created_at: new Date(at('12:10')).toISOString() }),
    entry(1, { amount: 10, balance_after: 10, created_at: new Date(at('12:00')).toISOString() }),
  ]
  expect(levels(newestFirst, at('12:20'))).toEqual([
    { at: at('12:00'), balance: 0 },
    { at: at('12:00'), balance: 10 },
    { at: at('12:10'), balance: 6 },
    { at: at('12:20'), balance: 6 },
  ])
})

test('a clock that is behind the newest entry draws nothing backwards', () => {
  const [, , last] = levels([entry(1, { created_at: new Date(at('12:10')).toISOString() })], at('12:00'))
  expect(last?.at).toBe(at('12:10'))
})

test('no entries are no levels', () => expect(levels([], 0)).toEqual([]))

test('the line goes along and then up or down, inside of the frame', () => {
  const data = [
    { at: at('12:00'), balance: 0 },
    { at: at('12:10'), balance: 10 },
    { at: at('12:20'), balance: 10 },
  ]
  const { line, area, ends } = plot(data, FRAME)
  expect(line).toBe('M30 210H230V10H430V10')
  expect(area).toBe('M30 210H230V10H430V10V210H30Z')
  expect(ends).toEqual({ x: 430, y: 10 })
})

test('one moment alone can be drawn', () => {
  const { line } = plot([{ at: at('12:00'), balance: 0 }, { at: at('12:00'), balance: 10 }], FRAME)
  expect(line).not.toMatch(/NaN|Infinity/)
})

test.each([
  [[0, 10], 5, [0, 2, 4, 6, 8, 10]],
  [[0, 3], 5, [0, 1, 2, 3]],
  [[0], 5, [0, 1]],
  [[0, 4_321], 5, [0, 1_000, 2_000, 3_000, 4_000, 5_000]],
  [[1_000_000, 1_000_007], 5, [1_000_000, 1_000_002, 1_000_004, 1_000_006, 1_000_008]],
  [[7, 7], 5, [7, 8]],
])('the balances %j are marked by at most %d steps: %j', (values, atMost, marks) => {
  expect(heightsOf(values, atMost)).toEqual(marks)
})

test.each([
  [30 * MINUTE, 4, 10 * MINUTE],
  [24 * 60 * MINUTE, 4, 6 * 60 * MINUTE],
  [7 * 24 * 60 * MINUTE, 4, 2 * 24 * 60 * MINUTE],
])('a span of %d ms with room for %d marks has one each %d ms', (span, atMost, step) => {
  expect(stepOf(span, atMost)).toBe(step)
})

test('times are marked at round moments of the day here', () => {
  expect(timesOf(at('12:03'), at('12:32'), 10 * MINUTE)).toEqual([at('12:10'), at('12:20'), at('12:30')])
})

test('days are marked at midnight', () => {
  const [from, to] = [new Date(2026, 2, 27, 15).getTime(), new Date(2026, 2, 31, 15).getTime()]
  expect(timesOf(from, to, 24 * 60 * MINUTE)).toEqual([28, 29, 30, 31].map((day) => new Date(2026, 2, day).getTime()))
})

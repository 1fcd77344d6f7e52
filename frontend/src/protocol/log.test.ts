import fc from 'fast-check'
import { expect, test } from 'vitest'

import { posted } from '@/testing/cast'

import type { DurableEvent } from './events'
import { SessionLog } from './log'

const seqs = (events: DurableEvent[]) => events.map(({ seq }) => seq)

test('events in order are applied at once', () => {
  const log = new SessionLog(0)
  expect([1, 2, 3].flatMap((seq) => seqs(log.receive(posted(seq))))).toEqual([1, 2, 3])
  expect(log.behind).toBe(false)
})

test('what is known already is dropped', () => {
  const log = new SessionLog(5)
  expect(log.receive(posted(5))).toEqual([])
  expect(log.receive(posted(3))).toEqual([])
  expect(log.position).toBe(5)
})

test('an early event waits for the one before it', () => {
  const log = new SessionLog(0)
  expect(log.receive(posted(2))).toEqual([])
  expect(log.behind).toBe(true)
  expect(seqs(log.receive(posted(1)))).toEqual([1, 2])
  expect(log.behind).toBe(false)
})

test('an answer that names a later event makes the log behind', () => {
  const log = new SessionLog(4)
  log.expect(6)
  expect(log.behind).toBe(true)
})

test('a restart forgets what was held', () => {
  const log = new SessionLog(0)
  log.receive(posted(9))
  log.restart(7)
  expect(seqs(log.receive(posted(8)))).toEqual([8])
})

test('the one that is missing is taken in even when too many wait', () => {
  const log = new SessionLog(0)
  for (let seq = 2; seq <= 700; seq += 1) log.receive(posted(seq))
  expect(seqs(log.receive(posted(1)))[0]).toBe(1)
  expect(log.behind).toBe(true)
})

test('however deliveries are shuffled, doubled and dropped, each event is applied once and in order', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 1, max: 40 }),
      fc.array(fc.nat(), { maxLength: 120 }),
      fc.integer({ min: 0, max: 5 }),
      (count, deliveries, from) => {
        const log = new SessionLog(from)
        const applied: number[] = []
        const take = (seq: number) => applied.push(...seqs(log.receive(posted(seq))))
        deliveries.forEach((number) => take((number % count) + 1))
        // The fetch after a gap: everything past the log's position, in order.
        for (let seq = log.position + 1; seq <= count; seq += 1) take(seq)
        expect(applied).toEqual(Array.from({ length: Math.max(0, count - from) }, (_, index) => from + index + 1))
        expect(log.behind).toBe(false)
      },
    ),
  )
})

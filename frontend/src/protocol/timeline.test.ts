import fc from 'fast-check'
import { expect, test } from 'vitest'

import { message } from '@/testing/cast'

import { merge } from './timeline'

test('however pages overlap, each message stands once, in order', () => {
  fc.assert(
    fc.property(fc.array(fc.array(fc.integer({ min: 1, max: 60 }))), (pages) => {
      const merged = pages.reduce((known, page) => merge(known, page.map((seq) => message(seq))), [] as ReturnType<typeof merge>)
      const expected = [...new Set(pages.flat())].sort((one, other) => one - other)
      expect(merged.map(({ seq }) => seq)).toEqual(expected)
    }),
  )
})

test('an edit replaces what was there, whichever comes first', () => {
  const before = message(1)
  const after = message(1, { message: 'edited', edited_at: '2026-11-22T10:00:00.000000Z' })
  expect(merge([before], [after])).toEqual([after])
  expect(merge([after], [before])).toEqual([after])
})

test('what was deleted stays deleted', () => {
  const deleted = message(1, { message: '', deleted_at: '2026-11-22T10:00:00.000000Z' })
  const edited = message(1, { message: 'edited', edited_at: '2026-11-22T11:00:00.000000Z' })
  expect(merge([deleted], [edited])).toEqual([deleted])
})

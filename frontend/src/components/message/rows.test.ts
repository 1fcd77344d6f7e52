import { expect, test } from 'vitest'

import { alice, bob, message, URI } from '@/testing/cast'

import { buildRows, type Row, type Story } from './rows'

const NOW = new Date('2026-11-22T12:00:00')
const at = (time: string) => new Date(`2026-11-${time}`).toISOString()
const unsent = { clientMessageId: 'c1', uri: URI, text: 'on its way', createdAt: at('22T11:59:00'), state: 'sending', error: '' } as const

const rowsOf = (story: Partial<Story>) => buildRows({ messages: [], changes: [], unsent: [], hasOlder: false, ...story }, alice, NOW)
const bubbles = (rows: Row[]) => rows.filter((row) => row.kind === 'message')

test('a day begins with its name', () => {
  const days = ['12T10:00:00', '21T10:00:00', '22T10:00:00'].map((time, index) => message(index + 1, { created_at: at(time) }))
  const labels = rowsOf({ messages: days }).flatMap((row) => (row.kind === 'day' ? [row.label] : []))
  expect(labels.slice(1)).toEqual(['Yesterday', 'Today'])
  expect(labels[0]).toContain('2026')
})

test('messages of one author within minutes stand together', () => {
  const times = ['22T10:00:00', '22T10:02:00', '22T10:30:00']
  const rows = bubbles(rowsOf({ messages: times.map((time, index) => message(index + 1, { created_at: at(time) })) }))
  expect(rows.map(({ head, tail }) => [head, tail])).toEqual([[true, false], [false, true], [true, true]])
})

test('another author begins another group', () => {
  const rows = bubbles(rowsOf({ messages: [message(1), message(2, { user: alice })] }))
  expect(rows.map(({ head, own }) => [head, own])).toEqual([[true, false], [true, true]])
})

test('an unsent message stands last, as mine', () => {
  const rows = bubbles(rowsOf({ messages: [message(1)], unsent: [unsent] }))
  expect(rows.at(-1)).toMatchObject({ text: 'on its way', own: true, state: 'sending' })
})

test('what has arrived is not shown as unsent too, and keeps its key', () => {
  const [before] = bubbles(rowsOf({ unsent: [unsent] }))
  const after = bubbles(rowsOf({ messages: [message(1, { user: alice, client_message_id: 'c1' })], unsent: [unsent] }))
  expect(after).toHaveLength(1)
  expect(after[0]).toMatchObject({ key: before?.key, state: 'sent' })
})

test("another's message under my id hides nothing of mine", () => {
  const rows = bubbles(rowsOf({ messages: [message(1, { user: bob, client_message_id: 'c1' })], unsent: [unsent] }))
  expect(new Set(rows.map(({ key }) => key)).size).toBe(2)
})

const joined = (seq: number) => ({ kind: 'joined', user: bob, seq, at: at('22T11:30:00') }) as const

test('a change stands at its place in the log, and parts a group', () => {
  const rows = rowsOf({ messages: [message(1), message(3)], changes: [joined(2)] }).slice(1)
  expect(rows.map(({ key }) => key)).toEqual(['8-id-10', 'change-2', '8-id-30'])
  expect(bubbles(rows).map(({ head, tail }) => [head, tail])).toEqual([[true, true], [true, true]])
})

test('a change before what is loaded is not shown', () => {
  const story = { messages: [message(60)], changes: [joined(5)] }
  expect(rowsOf({ ...story, hasOlder: true }).filter(({ kind }) => kind === 'change')).toEqual([])
  expect(rowsOf(story).filter(({ kind }) => kind === 'change')).toHaveLength(1)
})

// @vitest-environment node
/** The golden draws: settled draws as REST shows them, which the server's tests check too. */
import { expect, test } from 'vitest'

import { check, fair, winning, type Published } from './fairness'

const files = import.meta.glob<Published>('../../../tests/contract/draws/*.json', { import: 'default', eager: true })
const golden = Object.entries(files).map(([path, draw]) => [path.split('/').at(-1) ?? '', draw] as const)
const five = golden.find(([name]) => name === 'five.json')?.[1] as Published

const failing = async (draw: Published) => (await check(draw)).filter(({ holds }) => holds !== true).map(({ what }) => what)

test('there are golden draws', () => expect(golden.length).toBeGreaterThanOrEqual(4))

test.each(golden)('every step of %s holds', async (_, draw) => {
  expect(await check(draw)).toMatchObject(['order', 'list', 'chain', 'winner'].map((what) => ({ what, holds: true })))
})

test('the place is the one that openssl computes', async () => {
  expect(await winning(five.seed ?? '', five.entrants ?? [])).toEqual({ index: 3, counter: 0 })
})

test.each([
  ['the winner is left out', { entrants: (five.entrants ?? []).filter((name) => name !== five.winner?.pseudonym) }, ['order', 'list', 'winner']],
  ['somebody is put in', { entrants: ['00'.repeat(16), ...(five.entrants ?? [])], entrant_count: 6 }, ['list', 'winner']],
  ['the list is not sorted', { entrants: [...(five.entrants ?? [])].reverse() }, ['order', 'list', 'winner']],
  ['another hash was published', { entrants_hash: '00'.repeat(32) }, ['list']],
  ['the seed is not of the chain', { previous_seed: '00'.repeat(32) }, ['chain']],
  ['another seed is shown', { seed: '11'.repeat(32) }, ['chain', 'winner']],
  ['another has won', { winner: { pseudonym: five.entrants?.[0] ?? '' } }, ['winner']],
  ['nobody has won', { winner: null }, ['winner']],
] as const)('where %s, it is seen', async (_, change, steps) => {
  expect(await failing({ ...five, ...(change as Partial<Published>) })).toEqual(steps)
})

test('before the seed is revealed, the list alone can be checked', async () => {
  const steps = await check({ ...five, seed: null, previous_seed: null, winner: null })
  expect(steps.map(({ holds }) => holds)).toEqual([true, true, null, null])
})

test('of a list that is forgotten, the chain alone can be checked', async () => {
  const steps = await check({ ...five, entrants: null })
  expect(steps.map(({ holds }) => holds)).toEqual([null, null, true, null])
})

test('a number from the greatest multiple on is thrown away', () => {
  const space = 2n ** 256n
  expect(space % 3n).toBe(1n)
  expect([fair(space - 1n, 3), fair(space - 2n, 3), fair(5n, 3), fair(space - 1n, 4)]).toEqual([null, 2, 2, 3])
})

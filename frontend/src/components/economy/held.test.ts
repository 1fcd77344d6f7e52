import { expect, test } from 'vitest'

import { heldOf, spendable } from './held'

const now = new Date('2026-11-22T12:00:00Z')
const wallet = { balance: 12, held: 10, held_until: '2026-11-22T12:01:00Z', version: 3 }

test.each([
  ['before their time', wallet, 10, 2],
  ['after it', { ...wallet, held_until: '2026-11-22T12:00:00Z' }, 0, 12],
  ['where fewer are left', { ...wallet, balance: 4 }, 4, 0],
  ['where nothing was ever held', { ...wallet, held: 0, held_until: null }, 0, 12],
])('coins that are held %s', (_, of, held, rest) => {
  expect([heldOf(of, now), spendable(of, now)]).toEqual([held, rest])
})

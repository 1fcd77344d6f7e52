import { render, screen, within } from '@testing-library/vue'
import { expect, test, vi } from 'vitest'

import type { DrawProof } from '@/api/types'
import { AT } from '@/testing/economy'

import five from '../../../../tests/contract/draws/five.json'

import ProofCard from './ProofCard.vue'

const draw: DrawProof = {
  ...five,
  period: AT,
  ends_at: AT,
  closed_at: AT,
  settled_at: AT,
  state: 'settled',
  chain: { number: 1, anchor: five.previous_seed, length: 10, position: 1 },
  winner: { ...five.winner, user: null },
  prize: 1,
  mine: null,
}

const verdicts = () => screen.getAllByRole('heading', { level: 3 }).map((heading) => heading.textContent.split(': ')[1])

test('an honest draw has a tick at every step, and the place that won', async () => {
  render(ProofCard, { props: { draw } })
  expect(await screen.findByText('This draw is in order: every step holds.')).toBeTruthy()
  expect(verdicts()).toEqual(['holds', 'holds', 'holds', 'holds'])
  expect(screen.getByText(/Place 4 of 5/)).toBeTruthy()
})

test('a forged winner has a cross, and what would be right beside what was said', async () => {
  const forged = five.entrants[0] ?? ''
  render(ProofCard, { props: { draw: { ...draw, winner: { pseudonym: forged, user: null } } } })
  expect(await screen.findByText(/This draw is not in order/)).toBeTruthy()
  expect(verdicts()).toEqual(['holds', 'holds', 'holds', 'does not hold'])
  const step = within(screen.getAllByRole('listitem')[3] as HTMLElement)
  expect([step.getByText(forged), step.getByText(five.winner.pseudonym)]).toHaveLength(2)
})

test('a draw that is still to come says what is waited for', async () => {
  render(ProofCard, { props: { draw: { ...draw, state: 'closed', seed: null, previous_seed: null, winner: null, settled_at: null } } })
  expect(await screen.findByText(/once the seed is revealed/)).toBeTruthy()
  expect(verdicts()).toEqual(['holds', 'holds', 'not to be checked', 'not to be checked'])
})

test('a page without TLS says why it checks nothing', () => {
  vi.stubGlobal('crypto', {})
  render(ProofCard, { props: { draw } })
  expect(screen.getByRole('status').textContent).toMatch(/without HTTPS/)
})

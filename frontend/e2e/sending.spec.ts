/** Sending when it does not go well. */
import type { Route } from '@playwright/test'

import { bubble, expect, forgive, join, NO_NETWORK, REFUSED, say, startChat, test, type Person } from './people'

const MESSAGES = '**/api/chats/*/messages/'

test('what meets nobody is sent when it is tried again, once', async ({ alice, bob }) => {
  await join(bob, await startChat(alice))
  await meet(alice, (route) => route.abort())
  await say(alice, 'into the void')
  await expect(bubble(alice, 'into the void')).toHaveAttribute('data-state', 'waiting')

  await alice.page.unroute(MESSAGES)
  await bubble(alice, 'into the void').getByRole('button', { name: 'Try again' }).click()

  await expect(bubble(alice, 'into the void')).toHaveAttribute('data-state', 'sent')
  await say(alice, 'and after')
  await expect(bubble(bob, 'and after')).toBeVisible()
  for (const person of [alice, bob]) await expect(bubble(person, 'into the void')).toHaveCount(1)
  forgive(alice, NO_NETWORK)
})

test('what is refused says why, and is sent when it is tried again', async ({ alice }) => {
  await startChat(alice)
  await meet(alice, (route) => route.fulfill({ status: 400, json: { message: ['Not today.'] } }))
  await say(alice, 'please')
  await expect(bubble(alice, 'please')).toHaveAttribute('data-state', 'failed')
  await expect(bubble(alice, 'please').getByText('Not sent. Not today.')).toBeVisible()

  await alice.page.unroute(MESSAGES)
  await bubble(alice, 'please').getByRole('button', { name: 'Try again' }).click()

  await expect(bubble(alice, 'please')).toHaveAttribute('data-state', 'sent')
  await expect(bubble(alice, 'please')).toHaveCount(1)
  forgive(alice, REFUSED)
})

test('an answer that is lost doubles nothing', async ({ alice, bob }) => {
  await join(bob, await startChat(alice))
  let lose: () => void = () => undefined
  const lost = new Promise<void>((resolve) => (lose = resolve))
  await meet(alice, async (route) => {
    await route.fetch()
    await route.abort()
    lose()
  })
  await say(alice, 'heard, unanswered')
  await expect(bubble(bob, 'heard, unanswered')).toBeVisible()
  await lost
  await alice.page.unroute(MESSAGES)
  await alice.page.reload()

  await expect(bubble(alice, 'heard, unanswered')).toHaveAttribute('data-state', 'sent')
  await say(alice, 'and after')
  await expect(bubble(bob, 'and after')).toBeVisible()
  for (const person of [alice, bob]) await expect(bubble(person, 'heard, unanswered')).toHaveCount(1)
  forgive(alice, NO_NETWORK)
})

test('what is unsent survives a reload', async ({ alice }) => {
  await startChat(alice)
  await meet(alice, (route) => route.abort())
  await say(alice, 'keep me')
  await expect(bubble(alice, 'keep me')).toHaveAttribute('data-state', 'waiting')

  await alice.page.unroute(MESSAGES)
  await alice.page.reload()

  await expect(bubble(alice, 'keep me')).toHaveAttribute('data-state', 'sent')
  await expect(bubble(alice, 'keep me')).toHaveCount(1)
  forgive(alice, NO_NETWORK)
})

/** Lets every POST of a message meet `what`. */
async function meet({ page }: Person, what: (route: Route) => Promise<void>): Promise<void> {
  await page.route(MESSAGES, (route) => (route.request().method() === 'POST' ? what(route) : route.continue()))
}

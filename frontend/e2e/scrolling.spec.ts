import type { Locator, Page } from '@playwright/test'

import { bubble, expect, join, say, startChat, test, type Person } from './people'

const WINDOW = { width: 900, height: 700 }

test('older history comes without a jump', async ({ alice }) => {
  await alice.page.setViewportSize(WINDOW)
  await fill(alice, await startChat(alice), 120)
  await alice.page.reload()
  await expect(bubble(alice, 'line 120.')).toBeInViewport()
  await expect(bubble(alice, 'line 60.')).toHaveCount(0)

  const mark = bubble(alice, 'line 75.')
  let release: () => void = () => undefined
  const measured = new Promise<void>((resolve) => (release = resolve))
  await alice.page.route(/messages\/\?.*before=/, (route) => measured.then(() => route.continue()))
  await bring(mark, list(alice.page))
  await expect(alice.page.getByText('Loading older messages…')).toBeAttached()
  const before = await mark.boundingBox()
  release()
  await expect(bubble(alice, 'line 60.')).toHaveCount(1)
  const after = await mark.boundingBox()

  expect(Math.abs((after?.y ?? 0) - (before?.y ?? 0))).toBeLessThan(2)
  await expect(bubble(alice, 'line 75.')).toBeInViewport()
  await alice.page.unrouteAll({ behavior: 'wait' })
})

test('who reads further up is not moved, and is led back', async ({ alice, bob }) => {
  await alice.page.setViewportSize(WINDOW)
  const invitation = await startChat(alice)
  await fill(alice, invitation, 40)
  await join(bob, invitation)
  await bring(bubble(alice, 'line 5.'), list(alice.page))

  await say(bob, 'something new')
  const button = alice.page.getByRole('button', { name: '1 new message' })
  await expect(button).toBeVisible()
  await expect(bubble(alice, 'line 5.')).toBeInViewport()
  await button.click()

  await expect(bubble(alice, 'something new')).toBeInViewport()
  await expect(button).toHaveCount(0)
})

const list = (page: Page) => page.getByRole('region', { name: 'Messages' })

/** Scrolls the list, as a reader would, until `target` is near its top. */
async function bring(target: Locator, region: Locator): Promise<void> {
  await target.evaluate((element, container) => {
    if (container) container.scrollTop += element.getBoundingClientRect().top - container.getBoundingClientRect().top - 40
  }, await region.elementHandle())
}

async function fill({ page }: Person, invitation: string, count: number): Promise<void> {
  await page.evaluate(post, { uri: invitation.split('/').at(-1) ?? '', count })
  await expect(page.getByRole('article').filter({ hasText: `line ${count}.` })).toHaveCount(1)
}

/** Posts with a token of its own, as a program would: typing that much takes long. */
async function post({ uri, count }: { uri: string; count: number }): Promise<void> {
  const answer = await fetch('/auth/session/refresh/', { method: 'POST' })
  const { access } = (await answer.json()) as { access: string }
  const headers = { 'Content-Type': 'application/json', Authorization: `Bearer ${access}` }
  for (let line = 1; line <= count; line += 1) {
    const body = JSON.stringify({ message: `line ${line}.` })
    const posted = await fetch(`/api/chats/${uri}/messages/`, { method: 'POST', headers, body })
    if (!posted.ok) throw new Error(`${posted.status}`)
  }
}

import type { Locator, Page } from '@playwright/test'

import { bubble, expect, join, say, signUp, startChat, test, type Person } from './people'

test('older history comes without a jump', async ({ arrive }) => {
  const alice = await arrive('alice', { viewport: { width: 900, height: 700 } })
  await signUp(alice)
  await fill(alice, await startChat(alice), 120)
  await alice.page.reload()
  await expect(bubble(alice, 'line 120.')).toBeInViewport()
  await expect(bubble(alice, 'line 60.')).toHaveCount(0)

  const mark = bubble(alice, 'line 75.')
  await bring(mark, list(alice.page))
  const before = await mark.boundingBox()
  await expect(bubble(alice, 'line 60.')).toHaveCount(1)
  const after = await mark.boundingBox()

  expect(Math.abs((after?.y ?? 0) - (before?.y ?? 0))).toBeLessThan(2)
  await expect(bubble(alice, 'line 75.')).toBeInViewport()
})

test('who reads further up is not moved, and is led back', async ({ arrive }) => {
  const alice = await arrive('alice', { viewport: { width: 900, height: 700 } })
  const bob = await arrive('bob')
  await signUp(alice)
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
  const uri = invitation.split('/').at(-1) ?? ''
  for (let line = 1; line <= count; line += 1) await page.evaluate(post, { uri, text: `line ${line}.` })
  await expect(page.getByRole('article').filter({ hasText: `line ${count}.` })).toHaveCount(1)
}

/** Posts with a token of its own, as a program would: typing that much takes long. */
async function post({ uri, text }: { uri: string; text: string }): Promise<void> {
  const memory = window as unknown as { access?: string }
  const renew = async () => {
    const answer = await fetch('/auth/session/refresh/', { method: 'POST' })
    return ((await answer.json()) as { access: string }).access
  }
  memory.access ??= await renew()
  const send = async () =>
    fetch(`/api/chats/${uri}/messages/`, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json', Authorization: `Bearer ${memory.access}` },
      body: JSON.stringify({ message: text }),
    })
  const answer = await send()
  if (!answer.ok) throw new Error(`${answer.status}`)
}

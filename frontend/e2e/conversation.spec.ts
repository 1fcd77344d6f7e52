import { bubble, expect, field, forgive, join, NO_NETWORK, say, signUp, startChat, test } from './people'

test('two people sign up and chat both ways', async ({ arrive }) => {
  const alice = await arrive('alice')
  const bob = await arrive('bob')
  await signUp(alice)
  const invitation = await startChat(alice)
  await signUp(bob, invitation)
  await expect(bob.page).toHaveURL(invitation)
  await join(bob, invitation)

  await say(alice, 'Hello Bob')
  await expect(bubble(bob, 'Hello Bob')).toBeVisible()
  await say(bob, 'Hello Alice')
  await expect(bubble(alice, 'Hello Alice')).toBeVisible()

  await expect(bubble(alice, 'Hello Bob')).toHaveAttribute('data-state', 'sent')
  await expect(bubble(alice, 'Hello Bob')).toHaveCount(1)
  await expect(bubble(bob, 'Hello Alice')).toHaveCount(1)
})

test('the invitation is copied with one press', async ({ alice }) => {
  const invitation = await startChat(alice)
  await alice.page.context().grantPermissions(['clipboard-read', 'clipboard-write'])
  await alice.page.getByRole('button', { name: 'Copy' }).click()

  await expect(alice.page.getByRole('button', { name: 'Copied' })).toBeVisible()
  expect(await alice.page.evaluate(() => navigator.clipboard.readText())).toBe(invitation)
})

test('who was offline has what he missed, once and in order', async ({ alice, bob }) => {
  await join(bob, await startChat(alice))
  await say(alice, 'before')
  await expect(bubble(bob, 'before')).toBeVisible()

  await bob.page.context().setOffline(true)
  await expect(bob.page.getByText('No network. What you send is kept.')).toBeVisible()
  for (const text of ['missed one', 'missed two', 'missed three']) {
    await say(alice, text)
    await expect(bubble(alice, text)).toHaveAttribute('data-state', 'sent')
  }
  await say(bob, 'typed without a network')
  await expect(bubble(bob, 'typed without a network')).toHaveAttribute('data-state', 'waiting')
  await bob.page.context().setOffline(false)

  for (const text of ['missed one', 'missed two', 'missed three']) await expect(bubble(bob, text)).toHaveCount(1)
  await expect(bubble(alice, 'typed without a network')).toHaveCount(1)
  const texts = await bob.page.getByRole('article').allInnerTexts()
  const order = ['before', 'missed one', 'missed two', 'missed three'].map((text) => texts.findIndex((one) => one.includes(text)))
  expect(order).toEqual([...order].sort((one, other) => one - other))
  forgive(bob, NO_NETWORK)
})

test('a draft waits for its writer', async ({ alice }) => {
  const first = await startChat(alice)
  await field(alice.page).fill('half a thought')
  await startChat(alice)
  await expect(field(alice.page)).toHaveValue('')

  await alice.page.goto(first)

  await expect(field(alice.page)).toHaveValue('half a thought')
})

test('the field is as high as what is typed, for those who want no motion too', async ({ alice }) => {
  await alice.page.emulateMedia({ reducedMotion: 'reduce' })
  await startChat(alice)
  const height = async () => (await field(alice.page).boundingBox())?.height ?? 0
  const low = await height()
  await field(alice.page).fill('one\ntwo')
  await expect.poll(height).toBeGreaterThan(low)
  await field(alice.page).press('Enter')
  await expect.poll(height).toBe(low)
})

test('markup that somebody types is text', async ({ alice }) => {
  await startChat(alice)
  const markup = '<img src=x onerror="alert(1)"><b>bold</b> https://example.org/a?b=c.'
  await say(alice, markup)

  await expect(bubble(alice, markup)).toHaveAttribute('data-state', 'sent')
  await expect(bubble(alice, markup).getByRole('link')).toHaveAttribute('href', 'https://example.org/a?b=c')
  await expect(bubble(alice, markup).locator('img')).toHaveCount(0)
})

test('who is here and who types is seen, and moves nothing', async ({ alice, bob }) => {
  await join(bob, await startChat(alice))
  await expect(alice.page.getByRole('button', { name: '2 members, 2 here' })).toBeVisible()
  const before = await field(alice.page).boundingBox()

  await field(bob.page).pressSequentially('Hm')
  await expect(alice.page.getByText(`${bob.name} is typing…`)).toBeVisible()
  expect(await field(alice.page).boundingBox()).toEqual(before)
  await field(bob.page).press('Enter')
  await expect(bubble(alice, 'Hm')).toBeVisible()
  await expect(alice.page.getByText(`${bob.name} is typing…`)).toHaveCount(0)

  await alice.page.getByRole('button', { name: 'Members', exact: true }).click()
  await expect(alice.page.getByText(`@${bob.name} · here now`)).toBeVisible()
  await bob.page.goto('about:blank')
  await expect(alice.page.getByText(`@${bob.name} · here now`)).toHaveCount(0)
})

test('who wants to be invisible is not seen', async ({ alice, arrive }) => {
  const carol = await arrive('carol')
  await signUp(carol)
  await join(carol, await startChat(alice))
  await expect(alice.page.getByRole('button', { name: '2 members, 2 here' })).toBeVisible()
  await carol.page.getByRole('button', { name: 'Be invisible' }).click()
  await expect(alice.page.getByRole('button', { name: '2 members', exact: true })).toBeVisible()
  await field(carol.page).pressSequentially('Hm')
  await carol.page.getByRole('button', { name: 'Be seen when you are here' }).click()
  await expect(alice.page.getByRole('button', { name: '2 members, 2 here' })).toBeVisible()
  await expect(alice.page.getByText(/is typing/)).toHaveCount(0)
})

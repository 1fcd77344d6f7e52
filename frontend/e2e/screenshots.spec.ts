/**
 * Pictures of every view, for people to look at. They want a Chatire without
 * accounts, so that people are called alice and not alice-1f3a, at its usual address.
 */
import type { Browser } from '@playwright/test'

import {
  bubble, connected, expect, field, forgive, join, NO_NETWORK, open, PASSWORD, rename, say, signIn, signUp, startChat, test, type Person,
} from './people'
import { announceDraw, holdDraw, tellOfAnAfternoon } from './server'

/** What the repository shows; the rest is there to be looked at after a change. */
const SHOWN = new Set(['sign-in', 'invitation', 'chat-empty', 'chats', 'conversation', 'members', 'devices', 'economy', 'win', 'draw', 'market'])
const SHOWN_IN = '../docs/screenshots'
const OTHERS_IN = 'test-results/screenshots'
const FIREFOX = 'Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0'
const IPHONE = 'Mozilla/5.0 (iPhone; CPU iPhone OS 18_5 like Mac OS X) AppleWebKit/605.1.15 Version/18.5 Mobile/15E148 Safari/604.1'
const SIZES = [
  { width: 360, height: 740 },
  { width: 768, height: 1024 },
  { width: 1440, height: 900 },
]

test('every view, in three widths and both themes', async ({ browser }) => {
  const [alice, bob, carol] = await Promise.all([
    open(browser, 'alice', { reducedMotion: 'reduce', userAgent: FIREFOX }),
    open(browser, 'bob', { reducedMotion: 'reduce' }),
    open(browser, 'carol', { reducedMotion: 'reduce' }),
  ])
  for (const [address, heading, view] of [
    ['/sign-in', 'Sign in', 'sign-in'],
    ['/sign-up', 'Create an account', 'sign-up'],
    ['/password-reset', 'Forgot your password?', 'password-reset'],
    ['/password-reset/MQ/token', 'Set a new password', 'password-new'],
    ['/activate/MQ/token', 'Activate your account', 'activate'],
    ['/nowhere', 'There is nothing at this address', 'not-found'],
  ] as const) {
    await alice.page.goto(address)
    await expect(alice.page.getByRole('heading', { level: 1, name: heading })).toBeVisible()
    await shoot(alice, view)
  }

  await signUp(alice)
  await call(alice, 'Alice', 'Liddell')
  await expect(alice.page.getByText('No chats yet')).toBeAttached()
  await shoot(alice, 'chats-none')
  const invitation = await startChat(alice)
  await shoot(alice, 'chat-empty')
  await rename(alice, 'Tea party')

  await signUp(bob, invitation)
  await call(bob, 'Bob', 'Baker')
  await expect(bob.page.getByRole('button', { name: /^Join as/ })).toBeVisible()
  await shoot(bob, 'invitation')
  await enter(bob)
  await signUp(carol, invitation)
  await call(carol, 'Carol', 'Ng')
  await enter(carol)
  await talk(alice, bob, carol)
  // What came meanwhile has its line; what follows shows the chat as its reader left it.
  await expect(alice.page).toHaveTitle(/^Tea party/) // all is read
  await shoot(alice, 'conversation')
  await alice.page.getByRole('button', { name: '3 members' }).click()
  await expect(alice.page.getByRole('listitem').filter({ hasText: 'Bob Baker' })).toBeVisible()
  await shoot(alice, 'members')
  await alice.page.keyboard.press('Escape')
  await alice.page.getByRole('button', { name: 'Invite', exact: true }).click()
  await expect(alice.page.getByRole('dialog')).toBeVisible()
  await shoot(alice, 'invite')
  await alice.page.keyboard.press('Escape')
  await alice.page.getByRole('button', { name: 'More' }).click()
  await expect(alice.page.getByRole('menu')).toBeVisible()
  await shoot(alice, 'menu')
  await alice.page.keyboard.press('Escape')

  await signInElsewhere(browser, alice)
  await alice.page.setViewportSize({ width: 1440, height: 900 })
  await alice.page.getByRole('button', { name: 'Devices' }).click()
  await expect(alice.page.getByRole('listitem').filter({ hasText: 'tea-robot' })).toBeVisible()
  await shoot(alice, 'devices')
  await alice.page.keyboard.press('Escape')

  await alice.page.context().setOffline(true)
  await say(alice, 'This one waits for the network.')
  await expect(bubble(alice, 'This one waits')).toHaveAttribute('data-state', 'waiting')
  await shoot(alice, 'offline')
  await alice.page.context().setOffline(false)
  await expect(bubble(alice, 'This one waits')).toHaveAttribute('data-state', 'sent')

  await carol.page.setViewportSize({ width: 1440, height: 900 })
  await startChat(carol)
  await rename(carol, 'Weekend in the mountains, if the weather is kind to us')
  await join({ ...alice, name: 'Alice Liddell' }, carol.page.url())
  await alice.page.goto('/')
  await say(carol, 'Boots or sandals?')
  await say(carol, 'I vote for boots.')
  await expect(alice.page.getByRole('link', { name: /I vote for boots/ })).toBeVisible()
  await shoot(alice, 'chats')
  forgive(alice, NO_NETWORK)
  for (const { name, complaints } of [alice, bob, carol]) expect(complaints, name).toEqual([])
})

test('every view of the economy, in three widths and both themes', async ({ browser }) => {
  const erin = await open(browser, 'erin', { reducedMotion: 'reduce' })
  await tellOfAnAfternoon({ erin: ['Erin', 'Novak'], frank: ['Frank', 'Moore'], grace: ['Grace', 'Okafor'], heidi: ['Heidi', 'Brandt'] }, PASSWORD)
  const { page } = erin
  await page.goto('/sign-in')
  await signIn(erin)
  await connected(erin)
  await page.getByRole('button', { name: 'Dismiss' }).click()
  await page.setViewportSize({ width: 1440, height: 900 })
  await startChat(erin)
  await rename(erin, 'Tea party')
  await say(erin, 'Whoever wins the next coin brings the milk.')
  await page.goto('/economy')
  await announceDraw(59)
  await page.reload()
  await expect(page.getByRole('img', { name: 'Your balance over time' })).toBeVisible()
  await expect(page.getByRole('link', { name: /^Draw|Draw 87/ }).first()).toBeVisible()
  await shoot(erin, 'economy')
  for (const [address, heading, view] of [
    ['/economy/draws', 'Draws', 'draws'],
    ['/economy/draws/86', 'Draw 86', 'draw'],
    ['/economy/draws/88', 'Draw 88', 'draw-closed'],
    ['/economy/market', 'On offer', 'market'],
  ] as const) {
    await page.goto(address)
    await expect(page.getByRole('heading', { level: 2, name: heading, exact: true })).toBeVisible()
    await expect(page.getByRole('status').filter({ hasText: /Loading|Computing|Opening/ })).toHaveCount(0)
    await shoot(erin, view)
  }
  await page.setViewportSize({ width: 1440, height: 900 })
  await page.goto('/')
  await page.getByRole('link', { name: /Tea party/ }).click()
  await expect(field(page)).toBeVisible()
  await holdDraw(['erin'])
  await expect(page.locator('[data-win]')).toBeVisible()
  await shoot(erin, 'win')
  await page.setViewportSize({ width: 1440, height: 900 })
  await page.goto('/')
  await page.getByRole('button', { name: /^Notifications/ }).click()
  await expect(page.getByRole('dialog', { name: 'Notifications' }).getByRole('listitem').first()).toBeVisible()
  await shoot(erin, 'notifications')
  expect(erin.complaints).toEqual([])
})

async function enter({ page }: Person): Promise<void> {
  await page.getByRole('button', { name: /^Join as/ }).click()
  await expect(field(page)).toBeVisible()
}

async function talk(alice: Person, bob: Person, carol: Person): Promise<void> {
  const words: [Person, string][] = [
    [alice, 'Welcome, both of you! There is tea 🫖, and there are scones.'],
    [alice, 'When shall we meet?'],
    [bob, 'Any time after four suits me.'],
    [bob, 'Here is the way to the garden: https://example.org/maps/garden?gate=north'],
    [carol, 'I could be there at half past four'],
    [carol, 'Should I bring something? I have a cake 🎂 that wants eating, a pot of quince jelly, and far more opinions about the weather than anybody asked for.'],
    [bob, 'مرحبا كارول، الكعكة تكفي!'],
    [alice, 'Then it is settled: half past four, at the north gate.\nBring the cake, leave the weather.'],
    [bob, 'Agreed 👍🏽'],
  ]
  for (const [person, text] of words) {
    await say(person, text)
    await expect(bubble(alice, text.split('\n')[0] ?? text).first()).toHaveAttribute('data-state', 'sent')
  }
}

/** Signs somebody in on a telephone, and a program of his. */
async function signInElsewhere(browser: Browser, { name, page }: Person): Promise<void> {
  const telephone = await open(browser, name, { userAgent: IPHONE })
  await telephone.page.goto('/')
  await signIn(telephone)
  await connected(telephone)
  await telephone.page.context().close()
  await page.request.post('/auth/token/login/', { data: { username: name, password: PASSWORD }, headers: { 'User-Agent': 'tea-robot/1.0' } })
}

/** Gives somebody a name to be shown with. */
async function call({ page }: Person, first_name: string, last_name: string): Promise<void> {
  await page.evaluate(async (name) => {
    const answer = await fetch('/auth/session/refresh/', { method: 'POST' })
    const { access } = (await answer.json()) as { access: string }
    const headers = { 'Content-Type': 'application/json', Authorization: `Bearer ${access}` }
    await fetch('/auth/users/me/', { method: 'PATCH', headers, body: JSON.stringify(name) })
  }, { first_name, last_name })
  await page.reload()
  await expect(page.getByRole('button', { name: 'Sign out', includeHidden: true })).toBeAttached()
}

async function shoot({ page }: Person, view: string): Promise<void> {
  for (const size of SIZES) {
    await page.setViewportSize(size)
    for (const colorScheme of ['light', 'dark'] as const) {
      await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' })
      await page.evaluate(() => new Promise((painted) => requestAnimationFrame(() => requestAnimationFrame(painted))))
      await page.screenshot({ path: `${SHOWN.has(view) ? SHOWN_IN : OTHERS_IN}/${view}-${size.width}-${colorScheme}.png`, animations: 'disabled' })
    }
  }
}

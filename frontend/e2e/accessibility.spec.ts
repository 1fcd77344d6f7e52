import AxeBuilder from '@axe-core/playwright'

import { bubble, expect, say, signUp, startChat, test, type Person } from './people'

for (const width of [360, 1440]) {
  const options = { viewport: { width, height: 800 }, reducedMotion: 'reduce' } as const

  test(`no view breaks a rule of accessibility at ${width} px`, async ({ arrive }) => {
    const alice = await arrive('alice', options)
    const bob = await arrive('bob', options)
    await alice.page.goto('/sign-in')
    await expect(alice.page.getByRole('heading', { name: 'Sign in' })).toBeVisible()
    await inspect(alice, 'sign in')
    await alice.page.goto('/sign-up')
    await expect(alice.page.getByLabel('E-mail')).toBeVisible()
    await inspect(alice, 'sign up')
    await alice.page.goto('/nowhere')
    await expect(alice.page.getByRole('heading', { name: 'There is nothing at this address' })).toBeVisible()
    await inspect(alice, 'not found')

    await signUp(alice)
    await inspect(alice, 'no chats')
    const invitation = await startChat(alice)
    await inspect(alice, 'an empty chat')
    await signUp(bob, invitation)
    await expect(bob.page.getByRole('button', { name: /^Join as/ })).toBeVisible()
    await inspect(bob, 'an invitation')
    await bob.page.getByRole('button', { name: /^Join as/ }).click()
    await say(alice, 'Hello https://example.org')
    await say(bob, 'مرحبا')
    await expect(bubble(alice, 'مرحبا')).toBeVisible()
    await inspect(alice, 'a conversation')

    await alice.page.getByRole('button', { name: 'More' }).click()
    await expect(alice.page.getByRole('menuitem', { name: 'Members' })).toBeVisible()
    await inspect(alice, 'the menu')
    await alice.page.getByRole('menuitem', { name: 'Members' }).click()
    await expect(alice.page.getByRole('dialog')).toBeVisible()
    await inspect(alice, 'the members')
  })
}

/** Looks at both themes; the transition between them is not waited for but cut short. */
async function inspect({ page }: Person, view: string): Promise<void> {
  for (const colorScheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' })
    await page.evaluate(() => document.getAnimations().forEach((animation) => isFinite(Number(animation.effect?.getComputedTiming().endTime)) && animation.finish()))
    const { violations } = await new AxeBuilder({ page }).analyze()
    const told = violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(' | ')}`)
    expect(told, `${view}, ${colorScheme}`).toEqual([])
  }
}

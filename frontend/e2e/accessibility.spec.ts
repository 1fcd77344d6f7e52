import { inspect } from './axe'
import { bubble, expect, join, say, startChat, test } from './people'

// A guest's views are one narrow card on every screen.
test('no view of a guest breaks a rule of accessibility', async ({ arrive }) => {
  const guest = await arrive('guest', { viewport: { width: 320, height: 640 } })
  const views = [
    ['/sign-in', 'Sign in'],
    ['/sign-up', 'Create an account'],
    ['/password-reset', 'Forgot your password?'],
    ['/password-reset/MQ/some-token', 'Set a new password'],
    ['/activate/MQ/some-token', 'Activate your account'],
    ['/nowhere', 'There is nothing at this address'],
  ] as const
  for (const [address, heading] of views) {
    await guest.page.goto(address)
    await expect(guest.page.getByRole('heading', { level: 1, name: heading })).toBeVisible()
    await inspect(guest, heading)
  }
})

for (const width of [320, 1440]) {
  test(`no view of a chat breaks a rule of accessibility at ${width} px`, async ({ alice, bob }) => {
    const invitation = await startChat(alice)
    for (const { page } of [alice, bob]) await page.setViewportSize({ width, height: 800 })
    await inspect(alice, 'an empty chat')
    await bob.page.goto(invitation)
    await expect(bob.page.getByRole('button', { name: /^Join as/ })).toBeVisible()
    await inspect(bob, 'an invitation')
    await join(bob, invitation)
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
    await alice.page.getByRole('button', { name: `Remove ${bob.name}` }).click()
    await expect(alice.page.getByRole('button', { name: 'Keep' })).toBeFocused()
    await inspect(alice, 'a removal')
    // Escape takes back the question first, then the dialog.
    await alice.page.keyboard.press('Escape')
    await expect(alice.page.getByRole('button', { name: `Remove ${bob.name}` })).toBeFocused()
    await alice.page.keyboard.press('Escape')
    await expect(alice.page.getByRole('dialog')).toHaveCount(0)
    await alice.page.goto('/')
    await expect(alice.page.getByRole('link', { name: /مرحبا/ }).first()).toBeVisible()
    await inspect(alice, 'the list of chats')
    await alice.page.getByRole('button', { name: 'Devices' }).click()
    await alice.page.getByRole('button', { name: 'Sign out everywhere' }).click()
    await expect(alice.page.getByRole('button', { name: 'Stay' })).toBeFocused()
    await inspect(alice, 'the devices')
    await alice.page.keyboard.press('Escape')
    await alice.page.keyboard.press('Escape')
    await expect(alice.page.getByRole('button', { name: 'Devices' })).toBeFocused()
  })
}

/** Pictures of every view, for people to look at. */
import { bubble, expect, join, say, signUp, startChat, test, type Person } from './people'

const FOLDER = '../docs/screenshots'
const SIZES = [
  { width: 360, height: 740 },
  { width: 768, height: 1024 },
  { width: 1440, height: 900 },
]

test('every view, in three widths and both themes', async ({ arrive }) => {
  const alice = await arrive('alice', { reducedMotion: 'reduce' })
  const bob = await arrive('bob', { reducedMotion: 'reduce' })
  const carol = await arrive('carol', { reducedMotion: 'reduce' })

  await alice.page.goto('/sign-in')
  await expect(alice.page.getByRole('link', { name: 'Create an account' })).toBeVisible()
  await shoot(alice, 'sign-in')
  await alice.page.goto('/sign-up')
  await expect(alice.page.getByLabel('E-mail')).toBeVisible()
  await shoot(alice, 'sign-up')
  await alice.page.goto('/nowhere')
  await expect(alice.page.getByRole('heading', { level: 1 })).toBeVisible()
  await shoot(alice, 'not-found')

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
  await bob.page.getByRole('button', { name: /^Join as/ }).click()
  await expect(bob.page.getByRole('textbox', { name: /^Message to/ })).toBeVisible()
  await join(carol, invitation)
  await call(carol, 'Carol', 'Ng')

  await talk(alice, bob, carol)
  await startChat(carol)
  await rename(carol, 'Weekend in the mountains, if the weather is kind to us')
  const second = carol.page.url()
  await alice.page.goto(second)
  await alice.page.getByRole('button', { name: /^Join as/ }).click()
  await expect(alice.page.getByRole('textbox', { name: /^Message to/ })).toBeVisible()
  await say(carol, 'Boots or sandals?')
  await expect(bubble(alice, 'Boots or sandals?')).toBeVisible()
  await alice.page.goto('/')
  await expect(alice.page.getByRole('link', { name: /Tea party/ })).toBeVisible()
  await say(carol, 'I vote for boots.')
  await expect(alice.page.getByRole('link', { name: /I vote for boots/ })).toBeVisible()
  await shoot(alice, 'chats')

  await alice.page.goto(invitation)
  await expect(bubble(alice, 'half past four').first()).toBeVisible()
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

  await alice.page.context().setOffline(true)
  await say(alice, 'This one waits for the network.')
  await expect(bubble(alice, 'This one waits')).toHaveAttribute('data-state', 'waiting')
  await shoot(alice, 'offline')
  alice.complaints.length = 0 // a browser reports calls that meet no network
})

async function talk(alice: Person, bob: Person, carol: Person): Promise<void> {
  const words: [Person, string][] = [
    [alice, 'Welcome, both of you! There is tea, and there are scones.'],
    [alice, 'When shall we meet?'],
    [bob, 'Any time after four suits me.'],
    [bob, 'Here is the way to the garden: https://example.org/maps/garden?gate=north'],
    [carol, 'I could be there at half past four'],
    [carol, 'Should I bring something? I have a cake that wants eating, a pot of quince jelly, and far more opinions about the weather than anybody asked for.'],
    [bob, 'مرحبا كارول، الكعكة تكفي!'],
    [alice, 'Then it is settled: half past four, at the north gate.\nBring the cake, leave the weather.'],
    [bob, 'Agreed.'],
  ]
  for (const [person, text] of words) {
    await say(person, text)
    await expect(bubble(alice, text.split('\n')[0] ?? text).first()).toHaveAttribute('data-state', 'sent')
  }
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

async function rename({ page }: Person, title: string): Promise<void> {
  await page.getByRole('button', { name: 'More' }).click()
  await page.getByRole('menuitem', { name: 'Change the title' }).click()
  await page.getByRole('textbox', { name: 'Title' }).fill(title)
  await page.getByRole('button', { name: 'Save' }).click()
  await expect(page.getByRole('heading', { level: 1, name: title })).toBeVisible()
}

async function shoot({ page }: Person, view: string): Promise<void> {
  for (const size of SIZES) {
    await page.setViewportSize(size)
    for (const colorScheme of ['light', 'dark'] as const) {
      await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' })
      await page.evaluate(() => new Promise((painted) => requestAnimationFrame(() => requestAnimationFrame(painted))))
      await page.screenshot({ path: `${FOLDER}/${view}-${size.width}-${colorScheme}.png`, animations: 'disabled' })
    }
  }
}

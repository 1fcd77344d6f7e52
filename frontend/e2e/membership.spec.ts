import { bubble, connected, expect, forgive, join, REFUSED, rename, say, signUp, startChat, test, type Person } from './people'

test('who comes, what the chat is called and who goes is seen by those who are there', async ({ alice, bob }) => {
  await join(bob, await startChat(alice))
  await expect(line(alice, `${bob.name} joined the chat`)).toBeVisible()
  await expect(alice.page.getByRole('button', { name: '2 members' })).toBeVisible()

  await rename(alice, 'Tea party')
  for (const person of [alice, bob]) await expect(line(person, 'The chat is now called “Tea party”')).toBeVisible()
  await expect(bob.page.getByRole('heading', { level: 1, name: 'Tea party' })).toBeVisible()

  await say(bob, 'Goodbye')
  await expect(bubble(alice, 'Goodbye')).toBeVisible()
  await leave(bob)
  await expect(bob.page.getByText('You left “Tea party”.')).toBeVisible()
  await expect(bob.page.getByRole('link', { name: /^Tea party/ })).toHaveCount(0)
  await expect(line(alice, `${bob.name} left the chat`)).toBeVisible()
  await expect(alice.page.getByRole('button', { name: '1 member' })).toBeVisible()
})

test('who joins while his connection is being made hears what is said then', async ({ alice, arrive }) => {
  const carol = await arrive('carol')
  await signUp(carol)
  let letGo: () => void = () => undefined
  const joined = new Promise<void>((resolve) => (letGo = resolve))
  // His ticket is older than his joining, and nobody has told the gateway of it.
  await carol.page.routeWebSocket(/\/ws\//, (socket) => joined.then(() => void socket.connectToServer()))
  await join(carol, await startChat(alice))
  await expect(line(alice, `${carol.name} joined the chat`)).toBeVisible()
  letGo()
  await connected(carol)

  await say(alice, 'Do you hear me?')

  await expect(bubble(carol, 'Do you hear me?')).toBeVisible()
})

test('whoever is removed sees at once that he is out, and hears no more', async ({ alice, bob }) => {
  await join(bob, await startChat(alice))
  await say(alice, 'You may hear this')
  await expect(bubble(bob, 'You may hear this')).toBeVisible()
  await alice.page.getByRole('button', { name: 'Members', exact: true }).click()
  // By the keyboard alone: the second word is where the first was.
  await alice.page.getByRole('button', { name: `Remove ${bob.name}` }).press('Enter')
  await expect(alice.page.getByRole('button', { name: 'Keep' })).toBeFocused()
  await alice.page.keyboard.press('Tab')
  await alice.page.keyboard.press('Enter')

  await expect(bob.page.getByRole('heading', { name: 'You are not in this chat any more' })).toBeVisible({ timeout: 5_000 })
  await expect(alice.page.getByText(`${bob.name} is not in this chat any more.`)).toBeVisible()
  await expect(alice.page.getByRole('dialog')).toBeFocused()
  await alice.page.keyboard.press('Escape')
  await expect(line(alice, `You removed ${bob.name}`)).toBeVisible()
  await expect(alice.page.getByRole('button', { name: '1 member' })).toBeVisible()
  await say(alice, 'And not this')
  await expect(bubble(alice, 'And not this')).toHaveAttribute('data-state', 'sent')
  await bob.page.getByRole('button', { name: 'Join again' }).click()
  await expect(bob.page.getByRole('button', { name: `Join as ${bob.name}` })).toBeVisible()
  await expect(bubble(bob, 'And not this')).toHaveCount(0)
  forgive(bob, REFUSED)
})

test('a member leaves by the list of members', async ({ alice, bob }) => {
  await join(bob, await startChat(alice))
  await bob.page.getByRole('button', { name: 'Members', exact: true }).click()
  await expect(bob.page.getByRole('button', { name: /^Remove/ })).toHaveCount(0)
  await bob.page.getByRole('dialog', { name: 'Members' }).getByRole('button', { name: 'Leave' }).press('Enter')
  const question = bob.page.getByRole('group', { name: /^Leave this chat/ })
  await expect(question.getByRole('button', { name: 'Stay' })).toBeFocused()
  await question.getByRole('button', { name: 'Leave' }).click()

  await expect(bob.page.getByText(/^You left “/)).toBeVisible()
  await expect(line(alice, `${bob.name} left the chat`)).toBeVisible()
})

test('an owner is told why he cannot leave', async ({ alice }) => {
  await startChat(alice)
  await openMenu(alice, 'Leave this chat')

  await expect(alice.page.getByRole('dialog', { name: 'You cannot leave this chat' }).getByText(/This chat is yours/)).toBeVisible()
  await alice.page.getByRole('button', { name: 'Stay' }).click()
  await expect(alice.page.getByRole('button', { name: 'More' })).toBeFocused()
  await alice.page.getByRole('button', { name: 'Members', exact: true }).click()
  await expect(alice.page.getByRole('dialog', { name: 'Members' }).getByText(/This chat is yours/)).toBeVisible()
})

/** People's words in a line are isolated from the rest of it. */
function line({ page }: Person, text: string) {
  return page.getByRole('region', { name: 'Messages' }).getByText(new RegExp([...text].map(escaped).join('[\\u2068\\u2069]*')))
}

const escaped = (letter: string) => letter.replace(/[.*+?^${}()|[\]\\]/, '\\$&')

async function leave(person: Person): Promise<void> {
  await openMenu(person, 'Leave this chat')
  await person.page.getByRole('button', { name: 'Leave', exact: true }).click()
}

async function openMenu({ page }: Person, item: string): Promise<void> {
  await page.getByRole('button', { name: 'More' }).click()
  await page.getByRole('menuitem', { name: item }).click()
}

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

test('an owner is told why he cannot leave', async ({ alice }) => {
  await startChat(alice)
  await leave(alice)

  await expect(alice.page.getByRole('dialog').getByRole('alert')).toBeVisible()
  forgive(alice, REFUSED)
})

/** People's words in a line are isolated from the rest of it. */
function line({ page }: Person, text: string) {
  return page.getByRole('region', { name: 'Messages' }).getByText(new RegExp([...text].map(escaped).join('[\\u2068\\u2069]*')))
}

const escaped = (letter: string) => letter.replace(/[.*+?^${}()|[\]\\]/, '\\$&')

async function leave({ page }: Person): Promise<void> {
  await page.getByRole('button', { name: 'More' }).click()
  await page.getByRole('menuitem', { name: 'Leave this chat' }).click()
  await page.getByRole('button', { name: 'Leave', exact: true }).click()
}

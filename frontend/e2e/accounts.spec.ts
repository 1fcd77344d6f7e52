import { expect, PASSWORD, signUp, startChat, test } from './people'

test('a reload keeps the sign-in, signing out ends it', async ({ arrive }) => {
  const alice = await arrive('alice')
  await signUp(alice)
  await alice.page.reload()
  await expect(alice.page.getByRole('button', { name: 'Sign out' })).toBeVisible()

  await alice.page.getByRole('button', { name: 'Sign out' }).click()

  await expect(alice.page.getByRole('heading', { name: 'Sign in' })).toBeVisible()
  await alice.page.goto('/')
  await expect(alice.page.getByRole('heading', { name: 'Sign in' })).toBeVisible()
})

test('who opens a chat signed out signs in and comes back to it', async ({ arrive }) => {
  const alice = await arrive('alice')
  await signUp(alice)
  const address = await startChat(alice)
  await alice.page.getByRole('button', { name: 'Sign out' }).click()
  await expect(alice.page.getByRole('heading', { name: 'Sign in' })).toBeVisible()

  await alice.page.goto(address)
  await alice.page.getByLabel('Username').fill(alice.name)
  await alice.page.getByLabel('Password').fill(PASSWORD)
  await alice.page.getByRole('button', { name: 'Sign in' }).click()

  await expect(alice.page).toHaveURL(address)
  await expect(alice.page.getByRole('textbox', { name: /^Message to/ })).toBeVisible()
})

test('signing out in one tab signs out in the other', async ({ arrive }) => {
  const alice = await arrive('alice')
  await signUp(alice)
  const other = await alice.page.context().newPage()
  await other.goto('/')
  await expect(other.getByRole('button', { name: 'Sign out' })).toBeVisible()

  await other.getByRole('button', { name: 'Sign out' }).click()

  await expect(alice.page.getByRole('heading', { name: 'Sign in' })).toBeVisible()
})

test('a wrong password is told in words', async ({ arrive }) => {
  const mallory = await arrive('mallory')
  await mallory.page.goto('/sign-in')
  await mallory.page.getByLabel('Username').fill(mallory.name)
  await mallory.page.getByLabel('Password').fill('not the one')
  await mallory.page.getByRole('button', { name: 'Sign in' }).click()

  await expect(mallory.page.getByRole('alert')).toBeVisible()
  forgiveRefusals(mallory.complaints)
})

test('an address of no chat is told in words', async ({ arrive }) => {
  const mallory = await arrive('mallory')
  await signUp(mallory)
  await mallory.page.goto('/chats/00000000000000f')
  await mallory.page.getByRole('button', { name: `Join as ${mallory.name}` }).click()

  await expect(mallory.page.getByRole('heading', { name: 'There is no such chat' })).toBeVisible()
  forgiveRefusals(mallory.complaints)
})

/** A browser reports every 4xx; here it is the answer that was asked for. */
function forgiveRefusals(complaints: string[]): void {
  const rest = complaints.filter((text) => !/status of 40[014]/.test(text))
  complaints.splice(0, complaints.length, ...rest)
}

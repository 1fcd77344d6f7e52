import { inspect } from './axe'
import { linkTo } from './mails'
import { connected, expect, field, forgive, REFUSED, signIn, signOut, signUp, startChat, test } from './people'

test('a reload keeps the sign-in, signing out ends it', async ({ arrive }) => {
  const carol = await arrive('carol')
  await signUp(carol)
  await expect(carol.page.getByText('No chats yet')).toBeVisible()
  await inspect(carol, 'no chats')
  await carol.page.reload()

  await signOut(carol)

  await expect(carol.page.getByRole('heading', { name: 'Sign in' })).toBeVisible()
  await carol.page.goto('/')
  await expect(carol.page.getByRole('heading', { name: 'Sign in' })).toBeVisible()
})

test('who opens a chat signed out signs in and comes back to it', async ({ arrive }) => {
  const carol = await arrive('carol')
  await signUp(carol)
  const address = await startChat(carol)
  await signOut(carol)
  await expect(carol.page.getByRole('heading', { name: 'Sign in' })).toBeVisible()

  await carol.page.goto(address)
  await signIn(carol)

  await expect(carol.page).toHaveURL(address)
  await expect(field(carol.page)).toBeVisible()
})

test('many tabs open at once, and one signs all of them out', async ({ arrive }) => {
  const carol = await arrive('carol')
  await signUp(carol)
  const context = carol.page.context()
  const others = await Promise.all([1, 2, 3].map(() => context.newPage()))
  await Promise.all(others.map((page) => page.goto('/')))
  // Each tab renews the sign-in, and each renewal replaces the cookie that the next one needs.
  await Promise.all(context.pages().map((page) => page.reload()))
  for (const page of context.pages()) await connected({ page })

  await carol.page.getByRole('button', { name: 'Sign out' }).click()

  for (const page of context.pages()) await expect(page.getByRole('heading', { name: 'Sign in' })).toBeVisible()
})

test('who has forgotten his password sets another by mail, once', async ({ arrive }) => {
  const carol = await arrive('carol')
  await signUp(carol)
  await signOut(carol)
  await carol.page.getByRole('link', { name: 'Forgot your password?' }).click()
  await carol.page.getByLabel('E-mail').fill(`${carol.name}@example.org`)
  await carol.page.getByRole('button', { name: 'Send the link' }).click()
  await expect(carol.page.getByRole('heading', { name: 'Look into your mail' })).toBeVisible()
  await expect.poll(() => linkTo(`${carol.name}@example.org`, '/password-reset/')).not.toBeNull()
  const link = linkTo(`${carol.name}@example.org`, '/password-reset/') ?? ''

  await carol.page.goto(link)
  await carol.page.getByLabel('New password').fill('12345')
  await carol.page.getByRole('button', { name: 'Set the password' }).click()
  await expect(carol.page.getByText(/too short/)).toBeVisible()
  await carol.page.getByLabel('New password').fill('another long passphrase 43')
  await carol.page.getByRole('button', { name: 'Set the password' }).click()
  await carol.page.getByRole('link', { name: 'Sign in with it' }).click()
  await signIn(carol, 'another long passphrase 43')
  await expect(carol.page.getByRole('button', { name: 'Sign out' })).toBeVisible()

  await carol.page.goto(link)
  await carol.page.getByLabel('New password').fill('yet another passphrase 44')
  await carol.page.getByRole('button', { name: 'Set the password' }).click()
  await expect(carol.page.getByRole('heading', { name: 'This link does not work any more' })).toBeVisible()
  forgive(carol, REFUSED)
})

test('an activation link that is none is told in words', async ({ arrive }) => {
  const mallory = await arrive('mallory')
  await mallory.page.goto('/activate/MQ/forged')
  await mallory.page.getByRole('button', { name: 'Activate' }).click()

  await expect(mallory.page.getByRole('heading', { name: 'This link does not work' })).toBeVisible()
  forgive(mallory, REFUSED)
})

test('a wrong password is told in words', async ({ arrive }) => {
  const mallory = await arrive('mallory')
  await mallory.page.goto('/sign-in')
  await signIn(mallory, 'not the one')

  await expect(mallory.page.getByRole('alert')).toBeVisible()
  forgive(mallory, REFUSED)
})

test('an address of no chat is told in words', async ({ bob }) => {
  await bob.page.goto('/chats/00000000000000f')
  await bob.page.getByRole('button', { name: `Join as ${bob.name}` }).click()

  await expect(bob.page.getByRole('heading', { name: 'There is no such chat' })).toBeVisible()
  forgive(bob, REFUSED)
})

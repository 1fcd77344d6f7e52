/** The cast: people with a browser each, who notice whatever goes wrong in it. */
import { randomBytes } from 'node:crypto'

import { test as base, expect, type Browser, type BrowserContextOptions, type Page } from '@playwright/test'

export const PASSWORD = 'a long enough passphrase 42'

/** A page, and what its browser complained of. */
export interface Person {
  name: string
  page: Page
  complaints: string[]
}

export type Arrive = (name: string, options?: BrowserContextOptions) => Promise<Person>

interface Cast {
  /** Opens a browser of one's own, for somebody who has no account yet. */
  arrive: Arrive
  alice: Person
  bob: Person
}

/** Signing up costs seconds, so alice and bob do it once a worker. */
interface Residents {
  residentAlice: Person
  residentBob: Person
}

/** Whoever takes part in a test: at its end his browser may not have complained. */
export const test = base.extend<Cast, Residents>({
  arrive: async ({ browser }, use) => {
    const people: Person[] = []
    await use(async (name, options) => {
      const person = await open(browser, unique(name), options)
      people.push(person)
      return person
    })
    for (const person of people) {
      expectNoComplaint(person)
      await person.page.context().close()
    }
  },
  residentAlice: [({ browser }, use) => reside(browser, 'alice', use), { scope: 'worker' }],
  residentBob: [({ browser }, use) => reside(browser, 'bob', use), { scope: 'worker' }],
  alice: ({ residentAlice }, use) => visit(residentAlice, use),
  bob: ({ residentBob }, use) => visit(residentBob, use),
})

export { expect }

async function reside(browser: Browser, name: string, use: (person: Person) => Promise<void>): Promise<void> {
  const person = await open(browser, unique(name))
  await signUp(person)
  await use(person)
  await person.page.context().close()
}

async function visit(person: Person, use: (person: Person) => Promise<void>): Promise<void> {
  await person.page.setViewportSize({ width: 1280, height: 720 })
  await person.page.goto('/')
  await connected(person)
  await use(person)
  expectNoComplaint(person)
}

function expectNoComplaint({ name, complaints }: Person): void {
  expect(complaints, `complaints in ${name}'s browser`).toEqual([])
}

/** Takes back complaints that the test itself has provoked. */
export function forgive({ complaints }: Person, expected: RegExp): void {
  const rest = complaints.filter((text) => !expected.test(text))
  complaints.splice(0, complaints.length, ...rest)
}

/** What a browser says of a call that met no network, and of one that was refused. */
export const NO_NETWORK = /ERR_INTERNET_DISCONNECTED|ERR_FAILED|ERR_NETWORK/
export const REFUSED = /status of 40[0149]/

function unique(name: string): string {
  return `${name}-${randomBytes(4).toString('hex')}`
}

export async function open(browser: Browser, name: string, options: BrowserContextOptions = {}): Promise<Person> {
  const context = await browser.newContext(options)
  const page = await context.newPage()
  const complaints: string[] = []
  await page.exposeFunction('complain', (text: string) => complaints.push(text))
  await page.addInitScript(() => {
    document.addEventListener('securitypolicyviolation', (event) => {
      const { complain } = window as unknown as { complain(text: string): void }
      complain(`policy: ${event.violatedDirective} ${event.blockedURI}`)
    })
  })
  page.on('console', (message) => {
    if (['error', 'warning'].includes(message.type())) complaints.push(`${message.text()} ${message.location().url}`)
  })
  page.on('pageerror', (error) => complaints.push(String(error)))
  return { name, page, complaints }
}

export async function signUp({ page, name }: Person, from = '/'): Promise<void> {
  await page.goto(from)
  await page.getByRole('link', { name: 'Create an account' }).click()
  await expect(page.getByRole('heading', { name: 'Create an account' })).toBeVisible()
  await page.getByLabel('Username').fill(name)
  await page.getByLabel('E-mail').fill(`${name}@example.org`)
  await page.getByLabel('Password').fill(PASSWORD)
  await page.getByRole('button', { name: 'Create account' }).click()
  await connected({ page })
}

/** Waits until somebody is signed in and live: what is shown stays where it is from here on. */
export async function connected({ page }: Pick<Person, 'page'>): Promise<void> {
  await expect(page.getByRole('button', { name: 'Sign out', includeHidden: true })).toBeAttached()
  await expect(page.getByText('Connecting…')).toHaveCount(0)
}

/** A ticket that is under way when its device ends is refused, which a browser reports: not here. */
export async function signOut(person: Pick<Person, 'page'>): Promise<void> {
  await connected(person)
  await person.page.getByRole('button', { name: 'Sign out' }).click()
}

export async function signIn({ page, name }: Person, password = PASSWORD): Promise<void> {
  await page.getByLabel('Username').fill(name)
  await page.getByLabel('Password').fill(password)
  await page.getByRole('button', { name: 'Sign in' }).click()
}

/** Starts a chat; returns its address, which is the invitation. */
export async function startChat({ page }: Person): Promise<string> {
  const before = page.url()
  await page.getByRole('button', { name: 'Start chatting' }).first().click()
  await expect(page).not.toHaveURL(before)
  await expect(page).toHaveURL(/\/chats\/[0-9a-f]{15}$/)
  await expect(field(page)).toBeVisible()
  return page.url()
}

export async function say({ page }: Person, text: string): Promise<void> {
  await field(page).fill(text)
  await field(page).press('Enter')
}

/** Opens an invitation, and joins. */
export async function join({ page, name }: Person, invitation: string): Promise<void> {
  if (page.url() !== invitation) await page.goto(invitation)
  await page.getByRole('button', { name: `Join as ${name}` }).click()
  await expect(field(page)).toBeVisible()
}

export const field = (page: Page) => page.getByRole('textbox', { name: /^Message to/ })
export const bubble = ({ page }: Person, text: string) => page.getByRole('article').filter({ hasText: text })

/** Changes the title of the chat that is open. */
export async function rename({ page }: Person, title: string): Promise<void> {
  await page.getByRole('button', { name: 'More' }).click()
  await page.getByRole('menuitem', { name: 'Change the title' }).click()
  await page.getByRole('textbox', { name: 'Title' }).fill(title)
  await page.getByRole('button', { name: 'Save' }).click()
  await expect(page.getByRole('heading', { level: 1, name: title })).toBeVisible()
}

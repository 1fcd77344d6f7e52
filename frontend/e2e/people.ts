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

/** `arrive` opens a browser of one's own; at the end none may have complained. */
export const test = base.extend<{ arrive: Arrive }>({
  arrive: async ({ browser }, use) => {
    const people: Person[] = []
    await use(async (name, options) => {
      const person = await open(browser, unique(name), options)
      people.push(person)
      return person
    })
    for (const { name, page, complaints } of people) {
      expect(complaints, `complaints in ${name}'s browser`).toEqual([])
      await page.context().close()
    }
  },
})

export { expect }

function unique(name: string): string {
  return `${name}-${randomBytes(4).toString('hex')}`
}

async function open(browser: Browser, name: string, options: BrowserContextOptions = {}): Promise<Person> {
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
    if (['error', 'warning'].includes(message.type())) complaints.push(message.text())
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
  await expect(page.getByRole('button', { name: 'Sign out', includeHidden: true })).toBeAttached()
}

/** Starts a chat; returns its address, which is the invitation. */
export async function startChat({ page }: Person): Promise<string> {
  await page.getByRole('button', { name: 'Start chatting' }).first().click()
  await expect(page).toHaveURL(/\/chats\/[0-9a-f]{15}$/)
  await expect(page.getByRole('textbox', { name: /^Message to/ })).toBeVisible()
  return page.url()
}

export async function say({ page }: Person, text: string): Promise<void> {
  const field = page.getByRole('textbox', { name: /^Message to/ })
  await field.fill(text)
  await field.press('Enter')
}

/** Signs up at an invitation, and joins. */
export async function join(person: Person, invitation: string): Promise<void> {
  await signUp(person, invitation)
  await expect(person.page).toHaveURL(invitation)
  await person.page.getByRole('button', { name: `Join as ${person.name}` }).click()
  await expect(person.page.getByRole('textbox', { name: /^Message to/ })).toBeVisible()
}

export const bubble = ({ page }: Person, text: string) => page.getByRole('article').filter({ hasText: text })

/** A draw among two people with a browser each, and a trade between them. */
import { expect, forgive, join, REFUSED, signUp, startChat, test, type Arrive, type Person } from './people'
import { checkLedger, holdDraw, release } from './server'
import { inspect } from './axe'

async function twoPeople(arrive: Arrive): Promise<[Person, Person]> {
  const people: [Person, Person] = [await arrive('carol'), await arrive('dave')]
  for (const person of people) await signUp(person)
  return people
}

const popUp = (page: Person['page']) => page.locator('[data-win]')
const balance = (page: Person['page']) => page.locator('[data-balance]').first()
const bell = (page: Person['page']) => page.getByRole('button', { name: /^Notifications/ })

test('a winner is told on all of his pages, and nobody else is', async ({ arrive }) => {
  const people = await twoPeople(arrive)
  for (const { page } of people) await expect(balance(page)).toHaveText('10')
  const tabs = await Promise.all(people.map(async ({ page }) => [page, await page.context().newPage()] as const))
  for (const [, other] of tabs) {
    await other.goto('/economy')
    await expect(other.getByRole('heading', { name: 'Balance' })).toBeVisible()
  }

  const { number, winner } = await holdDraw(people.map(({ name }) => name))

  const [won = tabs[0], lost = tabs[1]] = people[0].name === winner ? tabs : [...tabs].reverse()
  for (const page of won ?? []) {
    await expect(popUp(page)).toContainText(`You won 1 coin in draw ${number}.`, { timeout: 10_000 })
    await expect(popUp(page)).toContainText('You have 11 coins now.')
    await expect(balance(page)).toHaveText('11')
  }
  for (const page of lost ?? []) {
    await expect(balance(page)).toHaveText('10')
    await expect(popUp(page)).toHaveCount(0)
    await expect(bell(page)).toHaveAccessibleName('Notifications')
  }

  const [first, second] = won ?? []
  if (!first || !second) throw new Error('nobody has won')
  await first.getByRole('button', { name: 'Dismiss' }).click()
  for (const page of [first, second]) await expect(popUp(page)).toHaveCount(0)
  await second.reload()
  await expect(balance(second)).toHaveText('11')
  await expect(popUp(second)).toHaveCount(0)
  await bell(second).click()
  await expect(second.getByRole('dialog', { name: 'Notifications' })).toContainText(`you won 1 coin in draw ${number}`)
})

test('wins while nobody was here are told once, on return', async ({ arrive }) => {
  const carol = await arrive('carol')
  await signUp(carol)
  await carol.page.goto('about:blank')
  await holdDraw([carol.name])
  await holdDraw([carol.name])

  await carol.page.goto('/')

  await expect(popUp(carol.page)).toContainText('You won 2 times, 2 coins in all.')
  await expect(popUp(carol.page)).toContainText('You have 12 coins now.')
  await expect(bell(carol.page)).toHaveAccessibleName('Notifications, 2 unread')
  await bell(carol.page).click()
  await expect(popUp(carol.page)).toHaveCount(0)
  await expect(bell(carol.page)).toHaveAccessibleName('Notifications')
  await carol.page.reload()
  await expect(balance(carol.page)).toHaveText('12')
  await expect(popUp(carol.page)).toHaveCount(0)
})

test('who wants no pop-ups finds a win among the notifications', async ({ arrive }) => {
  const carol = await arrive('carol')
  await signUp(carol)
  await carol.page.goto('/economy')
  await carol.page.getByRole('checkbox', { name: 'Tell me at once when I win' }).click()
  await expect(carol.page.getByRole('checkbox', { name: 'Tell me at once when I win' })).not.toBeChecked()

  await holdDraw([carol.name])

  await expect(balance(carol.page)).toHaveText('11')
  await expect(bell(carol.page)).toHaveAccessibleName('Notifications, 1 unread')
  await expect(popUp(carol.page)).toHaveCount(0)
})

test('a draw is recomputed in the browser, and a win stands in the history', async ({ arrive }) => {
  const [carol, dave] = await twoPeople(arrive)
  const { number, winner } = await holdDraw([carol.name, dave.name])
  const { page } = winner === carol.name ? carol : dave
  await popUp(page).getByRole('link', { name: 'See the draw' }).click()
  await expect(page).toHaveURL(new RegExp(`/economy/draws/${number}$`))

  await expect(page.getByText('This draw is in order: every step holds.')).toBeVisible()
  await expect(page.locator('[data-step][data-holds="true"]')).toHaveCount(4)
  await expect(page.getByRole('definition').first()).toHaveText('You')

  await page.getByRole('link', { name: 'Wallet' }).click()
  await expect(page.getByRole('img', { name: 'Your balance over time' })).toBeVisible()
  await expect(page.getByRole('row', { name: new RegExp(`Prize of draw ${number} \\+1 11$`) })).toBeVisible()
  const [file] = await Promise.all([page.waitForEvent('download'), page.getByRole('button', { name: 'Save as CSV' }).click()])
  expect(file.suggestedFilename()).toBe('entries.csv')
})

test('an item changes hands, and the coins with it', async ({ arrive }) => {
  const [carol, dave] = await twoPeople(arrive)
  for (const { page } of [carol, dave]) {
    await page.goto('/economy/market')
    await expect(page.getByText(/Held until/)).toHaveCount(3)
  }
  await release([carol.name, dave.name])
  for (const { page } of [carol, dave]) await page.reload()

  const mine = carol.page.getByRole('region', { name: 'Your items' })
  await mine.getByRole('textbox').first().fill('11')
  await mine.getByRole('button', { name: /^Offer/ }).first().click()
  await expect(mine.getByText('For 11 coins')).toBeVisible()
  const id = await mine.locator('[data-item]').filter({ hasText: 'For 11 coins' }).getAttribute('data-item')
  const own = mine.locator(`[data-item="${id}"]`)
  const offer = dave.page.getByRole('region', { name: 'On offer' }).locator(`[data-item="${id}"]`)

  await dave.page.reload()
  await offer.getByRole('button', { name: /^Ask/ }).click()
  await expect(offer.getByRole('alert')).toHaveText('You have fewer than 11 coins to spend.')
  await own.getByRole('button', { name: /^Withdraw/ }).click()
  await own.getByRole('textbox').fill('4')
  await own.getByRole('textbox').press('Enter')
  await expect(own).toContainText('For 4 coins')
  await dave.page.reload()
  await offer.getByRole('button', { name: /^Ask/ }).click()
  await offer.getByRole('button', { name: /^Take back/ }).click()
  await offer.getByRole('button', { name: /^Ask/ }).click()
  await expect(offer).toContainText('Its owner decides.')

  await own.getByRole('button', { name: `Sell to ${dave.name}` }).click()
  await own.getByRole('button', { name: 'Sell', exact: true }).click()

  await expect(own).toHaveCount(0)
  await expect(dave.page.getByRole('region', { name: 'Your items' }).locator('[data-item]')).toHaveCount(4)
  await expect(balance(carol.page)).toHaveText('14')
  await expect(balance(dave.page)).toHaveText('6')
  expect(await checkLedger()).toEqual([])
  forgive(dave, /status of 409/)
})

for (const width of [320, 1440]) {
  test(`no view of the economy breaks a rule of accessibility at ${width} px`, async ({ arrive }) => {
    const [carol, dave] = await twoPeople(arrive)
    await join(dave, await startChat(carol))
    await carol.page.setViewportSize({ width, height: 800 })
    await carol.page.goto('/')
    const { number } = await holdDraw([carol.name])
    await expect(popUp(carol.page)).toBeVisible()
    await inspect(carol, 'a win')
    await bell(carol.page).click()
    await expect(carol.page.getByRole('dialog', { name: 'Notifications' })).toContainText(`draw ${number}`)
    await inspect(carol, 'the notifications')
    await carol.page.keyboard.press('Escape')
    await expect(bell(carol.page)).toBeFocused()
    await carol.page.goto('/economy')
    await expect(carol.page.getByRole('img', { name: 'Your balance over time' })).toBeVisible()
    await inspect(carol, 'the wallet')
    await carol.page.goto('/economy/draws')
    await carol.page.getByRole('link', { name: new RegExp(`Draw ${number},`) }).click()
    await expect(carol.page.locator('[data-step]')).toHaveCount(4)
    await carol.page.getByText('The list, as it is hashed').click()
    await inspect(carol, 'a draw')
    await carol.page.getByRole('link', { name: 'All draws' }).click()
    await expect(carol.page.getByRole('heading', { name: 'Why you can trust it' })).toBeVisible()
    await inspect(carol, 'the draws')
    await release([carol.name, dave.name])
    await carol.page.goto('/economy/market')
    await carol.page.getByRole('textbox').first().fill('x')
    await carol.page.getByRole('button', { name: /^Offer/ }).first().click()
    await expect(carol.page.getByText('A price is a whole number of coins.')).toBeVisible()
    await inspect(carol, 'the market')
  })
}

test('an address of no draw is told in words', async ({ arrive }) => {
  const carol = await arrive('carol')
  await signUp(carol)
  await carol.page.goto('/economy/draws/999999999')
  await expect(carol.page.getByRole('heading', { name: 'There is no such draw' })).toBeVisible()
  forgive(carol, REFUSED)
})

/** Where one is signed in, and how that ends from somewhere else. */
import { connected, expect, forgive, REFUSED, signIn, signUp, test, type Arrive, type Person } from './people'

const FIREFOX = 'Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0'

/** Somebody with a browser on each of two machines. */
async function withTwoBrowsers(arrive: Arrive): Promise<[Person, Person]> {
  const here = await arrive('carol')
  await signUp(here)
  const there = await arrive('carol', { userAgent: FIREFOX })
  there.name = here.name
  await there.page.goto('/')
  await signIn(there)
  await connected(there)
  return [here, there]
}

const devices = ({ page }: Person) => page.getByRole('dialog', { name: 'Devices' })

test('signing out everywhere ends the session of another browser at once', async ({ arrive }) => {
  const [here, there] = await withTwoBrowsers(arrive)
  await here.page.getByRole('button', { name: 'Devices' }).click()
  await expect(devices(here).getByRole('listitem')).toHaveCount(2)
  await devices(here).getByRole('button', { name: 'Sign out everywhere' }).press('Enter')
  await expect(devices(here).getByRole('button', { name: 'Stay' })).toBeFocused()
  await here.page.keyboard.press('Tab')
  await here.page.keyboard.press('Enter')

  for (const { page } of [here, there]) await expect(page.getByRole('heading', { name: 'Sign in' })).toBeVisible({ timeout: 10_000 })
  await there.page.goto('/')
  await expect(there.page.getByRole('heading', { name: 'Sign in' })).toBeVisible()
  for (const person of [here, there]) forgive(person, REFUSED)
})

test('one device is signed out from another, which stays', async ({ arrive }) => {
  const [here, there] = await withTwoBrowsers(arrive)
  await here.page.getByRole('button', { name: 'Devices' }).click()
  await devices(here).getByRole('button', { name: 'Sign out Firefox on Linux' }).click()

  await expect(there.page.getByRole('heading', { name: 'Sign in' })).toBeVisible({ timeout: 10_000 })
  await expect(devices(here).getByText('Firefox on Linux is signed out.')).toBeVisible()
  await expect(devices(here).getByRole('listitem')).toHaveCount(1)
  await here.page.keyboard.press('Escape')
  await expect(here.page.getByRole('button', { name: 'Devices' })).toBeFocused()
  await here.page.reload()
  await connected(here)
  forgive(there, REFUSED)
})

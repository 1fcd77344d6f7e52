/** The lottery as it runs: beat starts it, a worker draws, the gateway tells. */
import { expect, signUp, test } from './people'
import { checkLedger, letBeatDraw } from './server'

test('a draw of beat and worker is seen by its winner, in all of his tabs, and not by the other', async ({ arrive }) => {
  const people = [await arrive('carol'), await arrive('dave')]
  for (const person of people) await signUp(person)
  for (const { page } of people) {
    await page.goto('/economy')
    const other = await page.context().newPage()
    await other.goto('/')
    for (const tab of [page, other]) await expect(tab.locator('[data-balance]').first()).toHaveText('10')
  }

  const { number, winner } = await letBeatDraw(people.map(({ name }) => name))

  for (const { name, page } of people) {
    const won = name === winner
    for (const tab of page.context().pages()) {
      await expect(tab.locator('[data-balance]').first()).toHaveText(won ? '11' : '10')
      await expect(tab.locator('[data-win]')).toHaveCount(won ? 1 : 0)
      if (won) await expect(tab.locator('[data-win]')).toContainText(`You won 1 coin in draw ${number}.`)
    }
    await page.goto(`/economy/draws/${number}`)
    await expect(page.getByText('This draw is in order: every step holds.')).toBeVisible()
    await expect(page.getByRole('definition').first()).toHaveText(won ? 'You' : 'Somebody')
  }
  expect(await checkLedger()).toEqual([])
})

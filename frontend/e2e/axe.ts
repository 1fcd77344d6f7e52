/** Looks for broken rules of accessibility. */
import AxeBuilder from '@axe-core/playwright'

import { expect, type Person } from './people'

/** Looks at everything in the light, and in the dark at what the theme can change: colours. */
export async function inspect(person: Person, view: string): Promise<void> {
  await theme(person, 'light')
  expect(await violations(new AxeBuilder(person)), `${view}, light`).toEqual([])
  await theme(person, 'dark')
  expect(await violations(new AxeBuilder(person).withRules(['color-contrast'])), `${view}, dark`).toEqual([])
}

/** The transition between the themes is not waited for but cut short. */
async function theme({ page }: Person, colorScheme: 'light' | 'dark'): Promise<void> {
  await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' })
  await page.evaluate(() => document.getAnimations().forEach((animation) => isFinite(Number(animation.effect?.getComputedTiming().endTime)) && animation.finish()))
}

async function violations(axe: AxeBuilder): Promise<string[]> {
  const found = await axe.analyze()
  return found.violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(' | ')}`)
}

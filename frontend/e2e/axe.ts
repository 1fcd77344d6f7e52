/** Looks for broken rules of accessibility. */
import AxeBuilder from '@axe-core/playwright'

import { expect, type Person } from './people'

/** Looks at the width, at everything in the light, and in the dark at what the theme can change: colours. */
export async function inspect(person: Person, view: string): Promise<void> {
  expect(await person.page.evaluate(wide), `${view} scrolls sideways`).toEqual([])
  await theme(person, 'light')
  expect(await violations(new AxeBuilder(person)), `${view}, light`).toEqual([])
  await theme(person, 'dark')
  expect(await violations(new AxeBuilder(person).withRules(['color-contrast'])), `${view}, dark`).toEqual([])
}

/** Returns what is wider than its place: nobody reads a page sideways (WCAG 2.2, 1.4.10). */
function wide(): string[] {
  const scrolls = (element: Element) => ['auto', 'scroll'].includes(getComputedStyle(element).overflowX) || element === document.documentElement
  const elements = [...document.querySelectorAll('*')].filter((element) => scrolls(element) && element.scrollWidth > element.clientWidth)
  return elements.map((element) => `${element.tagName} ${element.className}`)
}

/** The transition between the themes is not waited for but cut short. */
async function theme({ page }: Person, colorScheme: 'light' | 'dark'): Promise<void> {
  await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' })
  await page.evaluate(() => document.getAnimations().forEach((animation) => isFinite(Number(animation.effect?.getComputedTiming().endTime)) && animation.finish()))
}

async function violations(axe: AxeBuilder): Promise<string[]> {
  // No view has frames, so nothing has to be put together in a page of its own.
  const found = await axe.setLegacyMode().analyze()
  return found.violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(' | ')}`)
}

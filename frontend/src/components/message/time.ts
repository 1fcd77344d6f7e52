/** Times as people say them. */

const CLOCK = new Intl.DateTimeFormat(undefined, { hour: '2-digit', minute: '2-digit' })
const WEEKDAY = new Intl.DateTimeFormat(undefined, { weekday: 'long' })
const SHORT_WEEKDAY = new Intl.DateTimeFormat(undefined, { weekday: 'short' })
const DATE = new Intl.DateTimeFormat(undefined, { day: 'numeric', month: 'long', year: 'numeric' })
const SHORT_DATE = new Intl.DateTimeFormat(undefined, { day: '2-digit', month: '2-digit', year: '2-digit' })
const MOMENT = new Intl.DateTimeFormat(undefined, { dateStyle: 'medium', timeStyle: 'short' })
const FULL = new Intl.DateTimeFormat(undefined, { dateStyle: 'full', timeStyle: 'short' })

export const clock = (at: string) => CLOCK.format(new Date(at))
export const moment = (at: string | number) => MOMENT.format(new Date(at))
export const fullTime = (at: string) => FULL.format(new Date(at))

/** Returns a key that two moments share when they fall on one day here. */
export function dayOf(at: string | Date): string {
  const date = new Date(at)
  return `${date.getFullYear()}-${date.getMonth() + 1}-${date.getDate()}`
}

export function dayLabel(at: string, now: Date): string {
  const days = daysBetween(new Date(at), now)
  if (days === 0) return 'Today'
  if (days === 1) return 'Yesterday'
  return days > 1 && days < 7 ? WEEKDAY.format(new Date(at)) : DATE.format(new Date(at))
}

/** Returns the clock today, then the weekday, then the date. */
export function shortTime(at: string, now: Date): string {
  const days = daysBetween(new Date(at), now)
  if (days === 0) return clock(at)
  if (days === 1) return 'Yesterday'
  return days > 1 && days < 7 ? SHORT_WEEKDAY.format(new Date(at)) : SHORT_DATE.format(new Date(at))
}

function daysBetween(one: Date, other: Date): number {
  const midnight = (date: Date) => Date.UTC(date.getFullYear(), date.getMonth(), date.getDate())
  return Math.round((midnight(other) - midnight(one)) / 86_400_000)
}

/** How people are named and drawn. */
import type { User } from '@/api/types'

export function displayName(user: User): string {
  return `${user.first_name} ${user.last_name}`.trim() || user.username
}

const segmenter = new Intl.Segmenter(undefined, { granularity: 'grapheme' })

/** Returns one or two letters, as people see letters: an emoji is one. */
export function initials(user: User): string {
  const words = displayName(user).split(/[\s._-]+/u).filter(Boolean)
  const picked = words.length > 1 ? [words[0], words.at(-1)] : [words[0]]
  return picked.map((word) => firstLetter(word ?? '')).join('').toLocaleUpperCase()
}

/** How many avatar colours the theme has. */
export const HUES = 8

/** Returns the number of a user's colour: the same everywhere, on every day. */
export function hue(user: User): number {
  return (user.id * 5) % HUES
}

function firstLetter(word: string): string {
  for (const { segment } of segmenter.segment(word)) return segment
  return ''
}

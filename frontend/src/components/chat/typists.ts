import type { User } from '@/api/types'
import { displayName } from '@/components/user/name'

/** Says who is typing; nothing where nobody is. */
export function typistsText(users: readonly User[]): string {
  const [one, other, ...more] = users.map(displayName)
  if (one === undefined) return ''
  if (other === undefined) return `${one} is typing…`
  return more.length ? 'Several people are typing…' : `${one} and ${other} are typing…`
}

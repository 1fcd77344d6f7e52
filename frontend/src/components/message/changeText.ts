/** Says a change of a chat in words. */
import type { User } from '@/api/types'
import { displayName } from '@/components/user/name'
import type { Change } from '@/stores/changes'

export function changeText(change: Change, me: User): string {
  const name = (user: User) => (user.id === me.id ? 'You' : isolated(displayName(user)))
  switch (change.kind) {
    case 'joined':
      return `${name(change.user)} joined the chat`
    case 'left':
      return change.by.id === change.user.id
        ? `${name(change.user)} left the chat`
        : `${name(change.by)} removed ${name(change.user)}`
    case 'titled':
      return change.title ? `The chat is now called “${isolated(change.title)}”` : 'The chat has no title any more'
  }
}

/** Keeps people's words from turning the sentence round them (Unicode UAX 9, FSI and PDI). */
function isolated(text: string): string {
  return `\u2068${text}\u2069`
}

/** How a chat session is called. */
import type { Session, User } from '@/api/types'
import { displayName } from '@/components/user/name'

export function chatTitle(session: Session, me: User | null): string {
  if (session.title) return session.title
  return session.owner.id === me?.id ? 'Your chat' : `${displayName(session.owner)}’s chat`
}

/** Returns the address that invites to a session. */
export function invitation(uri: string): string {
  return `${location.origin}/chats/${uri}`
}

/** Why the owner of a chat is offered no way out of it. */
export const OWNER_STAYS = 'This chat is yours. A chat cannot be without its owner, and cannot be handed over yet: so you cannot leave it.'

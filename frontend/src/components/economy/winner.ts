/** Who won a draw, as far as one may know. */
import type { Draw, User } from '@/api/types'
import { displayName } from '@/components/user/name'

export function winnerText({ state, winner }: Pick<Draw, 'state' | 'winner'>, me: User | null): string {
  if (state === 'closed') return 'Not drawn yet'
  if (!winner) return 'Nobody took part'
  if (!winner.user) return 'Somebody'
  return winner.user.id === me?.id ? 'You' : displayName(winner.user)
}

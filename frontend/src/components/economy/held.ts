/** Which coins can be spent. */
import type { Wallet } from '@/api/types'

/** Returns how many cannot be spent at `now`. That a time has passed, no event says. */
export function heldOf({ balance, held, held_until }: Wallet, now: Date): number {
  const isHeld = held_until !== null && Date.parse(held_until) > now.getTime()
  return isHeld ? Math.min(held, balance) : 0
}

export const spendable = (wallet: Wallet, now: Date): number => wallet.balance - heldOf(wallet, now)

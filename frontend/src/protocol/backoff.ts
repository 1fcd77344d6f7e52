/**
 * When to come back after a connection ended.
 *
 * Sources: the contract's close codes (4000-4499 come back, 4500-4999 do not);
 * "Exponential Backoff And Jitter", M. Brooker, 2015, for full jitter.
 */

/** Returns a number in [0, 1). */
export type Random = () => number

export type Comeback =
  | { kind: 'after'; ms: number }
  | { kind: 'never'; why: 'signed-out' | 'removed' | 'disabled' | 'refused' }

const SHORTEST = 1_000
const LONGEST = 30_000

/** Our own bug, by the contract: binary, bad UTF-8, too big. */
const CLIENT_BUGS: ReadonlySet<number> = new Set([1003, 1007, 1009])

const FINAL: ReadonlyMap<number, 'signed-out' | 'removed' | 'disabled'> = new Map([
  [4501, 'signed-out'],
  [4502, 'removed'],
  [4503, 'disabled'],
])

/**
 * Returns milliseconds to wait before try number `attempt` (0 is the first):
 * anything from 1 s to a ceiling that doubles from 2 s to 30 s.
 */
export function backoff(attempt: number, random: Random): number {
  const ceiling = Math.min(LONGEST, SHORTEST * 2 ** Math.min(attempt + 1, 10))
  return SHORTEST + random() * (ceiling - SHORTEST)
}

/** Returns what to do after a Close with `code` and `reason`. */
export function comeback(code: number, reason: string, attempt: number, random: Random): Comeback {
  if (code >= 4500 && code <= 4999) return { kind: 'never', why: FINAL.get(code) ?? 'refused' }
  if (CLIENT_BUGS.has(code)) return { kind: 'after', ms: LONGEST }
  if (code === 1012) {
    const seconds = restartSeconds(reason)
    if (seconds !== null) return { kind: 'after', ms: seconds * 1000 }
  }
  return { kind: 'after', ms: backoff(attempt, random) }
}

function restartSeconds(reason: string): number | null {
  if (!/^\d+(\.\d+)?$/.test(reason)) return null
  return Math.min(Number(reason), LONGEST / 1000)
}

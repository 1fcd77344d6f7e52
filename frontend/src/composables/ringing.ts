/** When a new message may be heard. */

/** A burst of messages, and the same message in another tab, ring once. */
const QUIET_FOR = 1_500

export interface Moment {
  muted: boolean
  /** Whether any window of Chatire has the focus. */
  focused: boolean
  /** In milliseconds; `rang` is when any tab rang last. */
  now: number
  rang: number
}

/** A clock that was set back must not silence the page until it has caught up. */
export function mayRing({ muted, focused, now, rang }: Moment): boolean {
  return !muted && !focused && Math.abs(now - rang) >= QUIET_FOR
}

/**
 * A gateway connection as a machine: something happens, and it answers with
 * what to do. It owns no socket, no timer and no random; `useGateway` does.
 *
 * A fresh ticket comes before every attempt: a browser sees every refused
 * handshake as 1006, and the ticket's call tells what the handshake cannot.
 */
import { backoff, comeback, type Random } from './backoff'
import { isControl, type ControlFrame, type Frame, type ServerEvent } from './events'

export type Phase = 'idle' | 'ticket' | 'opening' | 'open' | 'waiting' | 'stopped'
export type Why = 'signed-out' | 'removed' | 'disabled' | 'refused'
export type Timer = 'retry' | 'welcome' | 'silence' | 'renew' | 'sync'

export type Action =
  | { do: 'fetch-ticket' }
  | { do: 'open'; ticket: string; path: string }
  | { do: 'send'; frame: Record<string, unknown> }
  | { do: 'close' }
  | { do: 'wake-after'; timer: Timer; ms: number }
  | { do: 'cancel'; timer: Timer }
  | { do: 'sync'; sessions?: string[]; ms: number }
  | { do: 'deliver'; event: ServerEvent }
  | { do: 'sign-in' }

/** How long an attempt may take until its `welcome`. */
const WELCOME_WITHIN = 15_000
/** How long a `ping` of ours may stay without any answer. */
const ANSWER_WITHIN = 8_000

export class Connection {
  phase: Phase = 'idle'
  why: Why | null = null
  /** Failed attempts since the last `welcome`. */
  failures = 0

  private heartbeat = 25_000
  private more: string[] = []
  /** The sessions whose events come through this socket, or have been asked for. */
  private readonly bound = new Set<string>()
  /** Tickets that were sent as frames and not yet answered. */
  private unanswered = 0
  /** The gateway wants fresh claims, and binds nothing on the old ones. */
  private renewing = false
  private failedSyncs = 0
  private pinged = false
  private pings = 0

  constructor(private readonly random: Random) {}

  start(): Action[] {
    if (this.phase !== 'idle' && this.phase !== 'stopped') return []
    this.failures = 0
    this.why = null
    return this.attempt()
  }

  stop(): Action[] {
    const open = this.phase === 'opening' || this.phase === 'open'
    this.phase = 'idle'
    return [...this.cancelAll(), ...(open ? [{ do: 'close' } as const] : [])]
  }

  ticketed(ticket: string, more: string[], path: string): Action[] {
    if (this.phase === 'open') {
      if (this.renewing) this.unbind()
      return this.present([ticket, ...more])
    }
    if (this.phase !== 'ticket') return []
    this.phase = 'opening'
    this.more = more
    this.unbind()
    return [
      { do: 'open', ticket, path },
      { do: 'wake-after', timer: 'welcome', ms: WELCOME_WITHIN },
    ]
  }

  /** `status` is 0 where nothing answered; `retryAfter` is in seconds. */
  ticketRefused(status: number, retryAfter: number | null): Action[] {
    if (this.phase !== 'open' && this.phase !== 'ticket') return []
    if (status === 401) return this.signedOut()
    // A socket that stands asks again; if its claims end before that, the gateway closes it.
    if (this.phase === 'open') return [{ do: 'wake-after', timer: 'renew', ms: Math.max((retryAfter ?? 0) * 1000, backoff(2, this.random)) }]
    const ms = retryAfter === null ? this.pause() : Math.max(retryAfter * 1000, this.pause())
    return this.wait(ms)
  }

  received(frame: Frame): Action[] {
    if (this.phase !== 'opening' && this.phase !== 'open') return []
    this.pinged = false
    const alive: Action = { do: 'wake-after', timer: 'silence', ms: 2 * this.heartbeat }
    if (isControl(frame)) return [alive, ...this.control(frame)]
    if (frame.type === 'session.added') this.bound.add(frame.data.uri)
    if (frame.type === 'session.removed') this.bound.delete(frame.data.uri)
    return [alive, { do: 'deliver', event: frame }]
  }

  /**
   * Compares with the sessions that this page shows. A join between the taking of
   * a ticket and the welcome is in neither: the ticket is older, and the gateway
   * heard of it before it knew this user. A fresh ticket adds what is missing.
   */
  shows(sessions: Iterable<string>): Action[] {
    if (this.phase !== 'open' || this.unanswered > 0) return []
    const missing = [...sessions].filter((uri) => !this.bound.has(uri))
    missing.forEach((uri) => this.bound.add(uri)) // asked for once a connection
    return missing.length ? [{ do: 'fetch-ticket' }] : []
  }

  /** A sync has ended. One that failed is made again: until then this page may lack something. */
  synced(done: boolean): Action[] {
    if (done) this.failedSyncs = 0
    // Without a socket one syncs at the pace of the tries.
    if (done || this.phase !== 'open') return [{ do: 'cancel', timer: 'sync' }]
    this.failedSyncs += 1
    return [{ do: 'wake-after', timer: 'sync', ms: backoff(this.failedSyncs - 1, this.random) }]
  }

  closed(code: number, reason: string): Action[] {
    if (this.phase !== 'opening' && this.phase !== 'open') return []
    const next = comeback(code, reason, this.failures, this.random)
    if (next.kind === 'after') {
      this.failures += 1
      // A worker that restarts sends thousands away at once: they do not ask at once, either.
      return this.wait(next.ms, code === 1012 ? this.random() * next.ms : 0)
    }
    this.phase = 'stopped'
    this.why = next.why
    return [...this.cancelAll(), ...(next.why === 'signed-out' ? [{ do: 'sign-in' } as const] : [])]
  }

  woke(timer: Timer): Action[] {
    if (timer === 'retry' && this.phase === 'waiting') return this.attempt()
    if (timer === 'welcome' && this.phase === 'opening') return this.giveUp()
    if (timer === 'renew' && this.phase === 'open') return [{ do: 'fetch-ticket' }]
    if (timer === 'sync' && this.phase === 'open') return [{ do: 'sync', ms: 0 }]
    if (timer === 'silence' && this.phase === 'open') return this.pinged ? this.giveUp() : this.probe()
    return []
  }

  /** The network returned, or the page became visible: ask at once, and see whether the socket lives. */
  noticed(): Action[] {
    if (this.phase === 'waiting') return [{ do: 'cancel', timer: 'retry' }, ...this.attempt()]
    if (this.phase === 'open') return [{ do: 'sync', ms: 0 }, ...this.probe()]
    return []
  }

  private control(frame: ControlFrame): Action[] {
    switch (frame.type) {
      case 'welcome': {
        if (this.phase === 'open') this.unanswered = Math.max(0, this.unanswered - 1)
        this.phase = 'open'
        this.failures = 0
        this.heartbeat = frame.heartbeat * 1000
        frame.sessions.forEach((uri) => this.bound.add(uri))
        const more = this.present(this.more)
        this.more = []
        return [{ do: 'cancel', timer: 'welcome' }, ...more, { do: 'sync', ms: 0 }]
      }
      case 'resync':
        return [
          {
            do: 'sync',
            ms: this.within(frame.within),
            ...(frame.sessions ? { sessions: frame.sessions } : {}),
          },
        ]
      case 'authorise':
        this.renewing = true
        return [{ do: 'wake-after', timer: 'renew', ms: this.within(frame.within) }]
      case 'error':
        this.unanswered = 0
        return []
      case 'pong':
        return []
    }
  }

  private attempt(): Action[] {
    this.phase = 'ticket'
    return [{ do: 'fetch-ticket' }]
  }

  private probe(): Action[] {
    this.pinged = true
    this.pings += 1
    return [
      { do: 'send', frame: { type: 'ping', id: this.pings } },
      { do: 'wake-after', timer: 'silence', ms: ANSWER_WITHIN },
    ]
  }

  /** Leaves a socket that says nothing any more, without waiting for its end. */
  private giveUp(): Action[] {
    const ms = this.pause()
    return [{ do: 'close' }, ...this.wait(ms)]
  }

  private wait(ms: number, syncAfter = 0): Action[] {
    this.phase = 'waiting'
    this.pinged = false
    return [
      ...this.cancelAll(),
      { do: 'wake-after', timer: 'retry', ms },
      // Without a socket the page falls back to asking, at the pace of its tries.
      { do: 'sync', ms: syncAfter },
    ]
  }

  private pause(): number {
    const ms = backoff(this.failures, this.random)
    this.failures += 1
    return ms
  }

  private within(seconds: number): number {
    return this.random() * seconds * 1000
  }

  private cancelAll(): Action[] {
    return (['retry', 'welcome', 'silence', 'renew', 'sync'] as const).map((timer) => ({ do: 'cancel', timer }))
  }

  private signedOut(): Action[] {
    const open = this.phase === 'open'
    this.phase = 'stopped'
    this.why = 'signed-out'
    return [...(open ? [...this.cancelAll(), { do: 'close' } as const] : []), { do: 'sign-in' }]
  }

  /** What earlier claims have bound counts no more. */
  private unbind(): void {
    this.bound.clear()
    this.unanswered = 0
    this.renewing = false
  }

  private present(tickets: string[]): Action[] {
    this.unanswered += tickets.length
    return tickets.map((ticket) => ({ do: 'send', frame: { type: 'ticket', ticket } }))
  }
}

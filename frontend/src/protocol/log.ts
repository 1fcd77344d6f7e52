/**
 * The client's rule for one chat session's log: apply by `seq`, each once and
 * in order; drop what is there already; hold what came too early.
 *
 * It knows neither socket nor clock: whoever asks `behind` decides when to
 * fetch what is missing.
 */
import type { DurableEvent } from './events'

/** Beyond this many early events the rest is dropped: the fetch brings it anyway. */
const HELD_AT_MOST = 500

export class SessionLog {
  private readonly held = new Map<number, DurableEvent>()
  private head: number

  /** `applied` is the `seq` up to which everything is known. */
  constructor(private applied: number) {
    this.head = applied
  }

  get position(): number {
    return this.applied
  }

  /** Tells whether something is known to exist that has not been applied. */
  get behind(): boolean {
    return this.head > this.applied
  }

  /** Takes an event in; returns what may be applied now, in order. */
  receive(event: DurableEvent): DurableEvent[] {
    this.expect(event.seq)
    if (event.seq > this.applied && this.held.size < HELD_AT_MOST) this.held.set(event.seq, event)
    else if (event.seq === this.applied + 1) this.held.set(event.seq, event)
    return this.release()
  }

  /** Notes that the log reaches to `seq`, as an answer to a POST tells. */
  expect(seq: number): void {
    this.head = Math.max(this.head, seq)
  }

  /** Starts again from a state that was read whole and reaches to `seq`. */
  restart(seq: number): void {
    this.held.clear()
    this.applied = seq
    this.head = seq
  }

  private release(): DurableEvent[] {
    const ready: DurableEvent[] = []
    for (;;) {
      const next = this.held.get(this.applied + 1)
      if (!next) return ready
      this.held.delete(next.seq)
      this.applied = next.seq
      ready.push(next)
    }
  }
}

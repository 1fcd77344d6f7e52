/** The logs of all my chat sessions: where each stands, and which are behind. */
import type { DurableEvent } from './events'
import { SessionLog } from './log'

export class LogBook {
  private readonly logs = new Map<string, SessionLog>()

  /** Begins to follow a chat session whose state is known up to `seq`. */
  track(uri: string, seq: number): void {
    if (!this.logs.has(uri)) this.logs.set(uri, new SessionLog(seq))
  }

  /** Takes a session's state as read anew, up to `seq`. */
  restart(uri: string, seq: number): void {
    this.track(uri, seq)
    this.logs.get(uri)?.restart(seq)
  }

  forget(uri: string): void {
    this.logs.delete(uri)
  }

  clear(): void {
    this.logs.clear()
  }

  has(uri: string): boolean {
    return this.logs.has(uri)
  }

  /** Returns what may be applied now; an event of a session that is not followed is dropped. */
  receive(event: DurableEvent): DurableEvent[] {
    return this.logs.get(event.session)?.receive(event) ?? []
  }

  expect(uri: string, seq: number): void {
    this.logs.get(uri)?.expect(seq)
  }

  behind(uri: string): boolean {
    return this.logs.get(uri)?.behind ?? false
  }

  position(uri: string): number {
    return this.logs.get(uri)?.position ?? 0
  }

  /** Returns what `POST /api/sync/` asks for. */
  positions(): Record<string, number> {
    return Object.fromEntries([...this.logs].map(([uri, log]) => [uri, log.position]))
  }
}

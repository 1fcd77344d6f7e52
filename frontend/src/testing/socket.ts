/** A WebSocket that a test speaks for: what was sent on it, and what comes in. */
import { vi } from 'vitest'

import type { Frame } from '@/protocol/events'

export class FakeSocket {
  static readonly OPEN = 1
  readonly sent: Record<string, unknown>[] = []
  readyState = FakeSocket.OPEN
  onmessage: (event: { data: string }) => void = () => undefined
  onclose: (event: { code: number; reason: string }) => void = () => undefined

  constructor(
    readonly url: string,
    readonly protocols: string[],
  ) {}

  send(text: string): void {
    this.sent.push(JSON.parse(text) as Record<string, unknown>)
  }

  close(): void {
    this.readyState = 3
  }

  /** What the gateway says. */
  says(frame: Frame): void {
    this.onmessage({ data: JSON.stringify(frame) })
  }
}

/** Puts it in the browser's place; returns the sockets that are opened, oldest first. */
export function fakeSockets(): FakeSocket[] {
  const opened: FakeSocket[] = []
  const Opening = class extends FakeSocket {
    constructor(url: string, protocols: string[]) {
      super(url, protocols)
      opened.push(this)
    }
  }
  vi.stubGlobal('WebSocket', Opening)
  return opened
}

/** Owns the socket to the gateway and its timers; frees both with its scope. */
import { onScopeDispose } from 'vue'

import { ApiError, Unreachable } from '@/api/errors'
import { takeTicket } from '@/api/sync'
import { Connection, type Action, type Timer } from '@/protocol/connection'
import { decode, type ServerEvent } from '@/protocol/events'

export interface GatewayOptions {
  deliver(event: ServerEvent): void
  /** Asks REST for what was missed; false where that failed, as while the server is away. */
  sync(sessions?: string[]): Promise<boolean>
  /** Returns the sessions whose events are to come through the socket. */
  shown(): Iterable<string>
  /** The connection's phase may have changed. */
  changed(connection: Connection): void
  /** The sign-in has ended. */
  signIn(): void
}

export function useGateway(options: GatewayOptions) {
  const connection = new Connection(Math.random)
  const timers = new Map<Timer, ReturnType<typeof setTimeout>>()
  const syncs = new Set<ReturnType<typeof setTimeout>>()
  let socket: WebSocket | null = null

  function perform(actions: Action[]): void {
    actions.forEach(act)
    options.changed(connection)
  }

  function act(action: Action): void {
    switch (action.do) {
      case 'fetch-ticket':
        return void fetchTicket()
      case 'open':
        return open(action.ticket, action.path)
      case 'send':
        return socket?.readyState === WebSocket.OPEN ? socket.send(JSON.stringify(action.frame)) : undefined
      case 'close':
        return abandon()
      case 'wake-after':
        return wakeAfter(action.timer, action.ms)
      case 'cancel':
        return clearTimeout(timers.get(action.timer))
      case 'sync':
        return syncAfter(action.ms, action.sessions)
      case 'deliver':
        return options.deliver(action.event)
      case 'sign-in':
        return options.signIn()
    }
  }

  async function fetchTicket(): Promise<void> {
    try {
      const { ticket, more, path } = await takeTicket()
      perform(connection.ticketed(ticket, more, path))
    } catch (error) {
      if (error instanceof ApiError) perform(connection.ticketRefused(error.status, error.retryAfter))
      else if (error instanceof Unreachable) perform(connection.ticketRefused(0, null))
      else throw error
    }
  }

  function open(ticket: string, path: string): void {
    const opened = new WebSocket(addressOf(path), ['chatire.v1', `ticket.${ticket}`])
    socket = opened
    // What an abandoned socket still says concerns nobody.
    opened.onmessage = ({ data }) => {
      const frame = typeof data === 'string' ? decode(data) : null
      if (opened === socket && frame) perform(connection.received(frame))
    }
    opened.onclose = ({ code, reason }) => {
      if (opened !== socket) return
      socket = null
      perform(connection.closed(code, reason))
    }
  }

  function abandon(): void {
    const left = socket
    socket = null
    left?.close(1000)
  }

  function wakeAfter(timer: Timer, ms: number): void {
    clearTimeout(timers.get(timer))
    timers.set(timer, setTimeout(() => perform(connection.woke(timer)), ms))
  }

  function syncAfter(ms: number, sessions?: string[]): void {
    const timer = setTimeout(() => {
      syncs.delete(timer)
      void options.sync(sessions).then((done) => {
        perform(connection.synced(done))
        if (done) compare()
      })
    }, ms)
    syncs.add(timer)
  }

  function compare(): void {
    perform(connection.shows(options.shown()))
  }

  function noticed(): void {
    if (document.visibilityState === 'visible') perform(connection.noticed())
  }

  window.addEventListener('online', noticed)
  document.addEventListener('visibilitychange', noticed)

  onScopeDispose(() => {
    window.removeEventListener('online', noticed)
    document.removeEventListener('visibilitychange', noticed)
    perform(connection.stop())
    syncs.forEach(clearTimeout)
  })

  /** Sends a frame that may be lost. */
  function say(frame: Record<string, unknown>): void {
    if (connection.phase === 'open') act({ do: 'send', frame })
  }

  /** Shows the gateway fresh claims: something that tickets say has changed. */
  function renew(): void {
    if (connection.phase === 'open') perform([{ do: 'fetch-ticket' }])
  }

  return { start: () => perform(connection.start()), compare, renew, say }
}

function addressOf(path: string): string {
  const url = new URL(path, location.href)
  url.protocol = url.protocol === 'https:' ? 'wss:' : 'ws:'
  return url.href
}

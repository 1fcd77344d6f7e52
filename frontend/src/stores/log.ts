/**
 * The road of a server's event into this page: by `seq`, each once, in order;
 * what is missing is fetched. Stores get it through `apply` alone.
 */
import { defineStore } from 'pinia'

import { ApiError, isPassing } from '@/api/errors'
import { readEvents, readMissed, type EventPage } from '@/api/sync'
import { backoff } from '@/protocol/backoff'
import { LogBook } from '@/protocol/book'
import { isDurable, type DurableEvent, type ServerEvent } from '@/protocol/events'

import { useAttention } from './attention'
import { useChanges } from './changes'
import { useChats } from './chats'
import { useEconomy } from './economy'
import { useMessages } from './messages'
import { useNotifications } from './notifications'
import { useOutbox } from './outbox'
import { usePeople } from './people'
import { useToasts } from './toasts'
import { useWins } from './wins'

/** How long a gap may close by itself (the contract's 200 ms). */
const GAP_WAIT = 200
/** How long an event may take after the answer to the POST that made it. */
const OWN_WAIT = 2_000
/** Further behind than this many events, reading anew costs less than catching up. */
const CATCH_UP_AT_MOST = 1_000

export const useLog = defineStore('log', () => {
  const chats = useChats()
  const changes = useChanges()
  const messages = useMessages()
  const outbox = useOutbox()
  const book = new LogBook()
  const timers = new Map<string, ReturnType<typeof setTimeout>>()
  /** How often in a row a session could not be caught up with. */
  const failures = new Map<string, number>()
  let syncing: Promise<void> | null = null
  let again = false

  // A message that the server took has an event, which may be lost on its way.
  outbox.onPosted(expect)

  async function load(): Promise<void> {
    await chats.load()
    for (const session of chats.sessions.values()) book.track(session.uri, session.last_seq)
  }

  function receive(event: ServerEvent): void {
    if (!isDurable(event)) return receiveOther(event)
    for (const ready of book.receive(event)) apply(ready)
    if (book.behind(event.session)) catchUpIn(event.session, GAP_WAIT)
  }

  function receiveOther(event: ServerEvent): void {
    apply(event)
    if (event.type === 'session.added') {
      // The binding is confirmed: what this page lacks of it can be asked for now.
      book.track(event.data.uri, event.data.last_seq)
      void catchUp(event.data.uri)
    }
    if (event.type === 'session.removed') book.forget(event.data.uri)
  }

  /** Notes that a session's log reaches to `seq`; waits for the event, then asks. */
  function expect(uri: string, seq: number): void {
    book.expect(uri, seq)
    if (book.behind(uri)) catchUpIn(uri, OWN_WAIT)
  }

  /** Follows a session that this page has just read. */
  function follow(uri: string, seq: number): void {
    book.track(uri, seq)
  }

  /** Asks for all that was missed. Asked for while asking, it asks once more. */
  async function sync(): Promise<void> {
    again = true
    syncing ??= (async () => {
      while (again) {
        again = false
        await syncOnce()
      }
    })().finally(() => (syncing = null))
    await syncing
  }

  async function syncOnce(): Promise<void> {
    if (!chats.loaded) await load()
    const missed = await readMissed(book.positions())
    missed.removed.forEach(drop)
    for (const session of missed.added) {
      chats.add(session)
      book.track(session.uri, session.last_seq)
    }
    for (const [uri, answer] of Object.entries(missed.sessions)) {
      if ('reset' in answer) await reread(uri)
      else await take(uri, answer)
    }
  }

  /** Fetches what a session's log has after what is known; where that fails, again and again. */
  async function catchUp(uri: string): Promise<void> {
    if (!book.has(uri)) return
    try {
      await catchUpOnce(uri)
      failures.delete(uri)
    } catch (error) {
      if (!isPassing(error)) throw error
      const failed = failures.get(uri) ?? 0
      failures.set(uri, failed + 1)
      catchUpIn(uri, backoff(failed, Math.random))
    }
  }

  async function catchUpOnce(uri: string): Promise<void> {
    try {
      await take(uri, await readEvents(uri, book.position(uri)))
    } catch (error) {
      if (error instanceof ApiError && error.status === 410) await reread(uri)
      else if (error instanceof ApiError && error.status === 404) drop(uri)
      else throw error
    }
  }

  async function take(uri: string, first: EventPage): Promise<void> {
    let page = first
    for (;;) {
      if (page.last_seq - book.position(uri) > CATCH_UP_AT_MOST) return reread(uri)
      page.events.forEach((event) => book.receive(event).forEach(apply))
      if (!page.has_more || !book.has(uri)) return
      page = await readEvents(uri, book.position(uri))
    }
  }

  async function reread(uri: string): Promise<void> {
    const session = await chats.reread(uri)
    book.restart(uri, session.last_seq)
    changes.forget(uri)
    await messages.reload(uri)
  }

  function drop(uri: string): void {
    book.forget(uri)
    apply({ type: 'session.removed', at: '', data: { uri, reason: 'removed' } })
  }

  function catchUpIn(uri: string, ms: number): void {
    if (timers.has(uri)) return
    const timer = setTimeout(() => {
      timers.delete(uri)
      if (book.behind(uri) || failures.has(uri)) void catchUp(uri)
    }, ms)
    timers.set(uri, timer)
  }

  function apply(event: ServerEvent | DurableEvent): void {
    // Changes come first: they compare with what was before.
    for (const store of [changes, chats, messages, outbox, usePeople(), useToasts(), useAttention()]) store.apply(event)
    // Coins come before the words about them.
    for (const store of [useEconomy(), useNotifications(), useWins()]) store.apply(event)
  }

  function clear(): void {
    timers.forEach((timer) => clearTimeout(timer))
    timers.clear()
    failures.clear()
    book.clear()
  }

  return { load, receive, expect, follow, sync, catchUp, clear }
})

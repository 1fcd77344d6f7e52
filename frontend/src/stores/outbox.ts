/**
 * What was sent and is not yet known to have arrived. It survives a reload; a
 * message keeps its `client_message_id`, so that sending again never doubles.
 */
import { createEventHook } from '@vueuse/core'
import { defineStore } from 'pinia'
import { reactive } from 'vue'

import { ApiError, isPassing, sentence } from '@/api/errors'
import * as api from '@/api/messages'
import type { ServerEvent } from '@/protocol/events'
import { uuid } from '@/protocol/uuid'

import { useAuth } from './auth'
import { forget, keep, keysFrom, recall } from './keep'
import { useMessages } from './messages'

export interface Unsent {
  clientMessageId: string
  uri: string
  text: string
  createdAt: string
  /** `waiting` goes by itself once the server answers; `failed` wants a decision. */
  state: 'sending' | 'waiting' | 'failed'
  error: string
}

/** Seconds until a message that met nobody is sent again, unless the connection returns first. */
const AGAIN_AFTER = 5

export const useOutbox = defineStore('outbox', () => {
  const auth = useAuth()
  const unsent = reactive<Unsent[]>([])
  const busy = new Set<string>()
  const later = new Map<string, ReturnType<typeof setTimeout>>()
  /** The server has taken a message, and named its place in the log. */
  const posted = createEventHook<[uri: string, seq: number]>()

  const of = (uri: string) => unsent.filter((message) => message.uri === uri)
  const keyOf = (id: string) => `chatire.unsent.${auth.user?.id ?? 0}.${id}`
  const find = (id: string) => unsent.find(({ clientMessageId }) => clientMessageId === id)

  function postMessage(uri: string, text: string): void {
    const message: Unsent = {
      clientMessageId: uuid(),
      uri,
      text,
      createdAt: new Date().toISOString(),
      state: 'sending',
      error: '',
    }
    keep(keyOf(message.clientMessageId), JSON.stringify(message))
    unsent.push(message)
    void send(uri)
  }

  /** Sends a session's messages one after another, in the order of their typing. */
  async function send(uri: string): Promise<void> {
    if (busy.has(uri)) return
    busy.add(uri)
    try {
      for (;;) {
        const next = unsent.find((message) => message.uri === uri && message.state !== 'failed')
        if (!next || !(await sendOne(next))) return
      }
    } finally {
      busy.delete(uri)
    }
  }

  /** Returns whether the next one may go. */
  async function sendOne(message: Unsent): Promise<boolean> {
    message.state = 'sending'
    try {
      const stored = await api.postMessage(message.uri, message.text, message.clientMessageId)
      useMessages().applyMessagePosted(message.uri, stored)
      settle(message.clientMessageId)
      void posted.trigger(message.uri, stored.seq)
      return true
    } catch (error) {
      message.error = sentence(error)
      if (!isPassing(error)) {
        message.state = 'failed'
        return true
      }
      of(message.uri).forEach((one) => one.state !== 'failed' && (one.state = 'waiting'))
      sendLater(message.uri, (error instanceof ApiError && error.retryAfter) || AGAIN_AFTER)
      return false
    }
  }

  function sendLater(uri: string, seconds: number): void {
    clearTimeout(later.get(uri))
    later.set(uri, setTimeout(() => void send(uri), seconds * 1000))
  }

  /** Sends whatever waits: the server answers again. */
  function flush(): void {
    new Set(unsent.map(({ uri }) => uri)).forEach((uri) => void send(uri))
  }

  function retry(id: string): void {
    const message = find(id)
    if (!message) return
    message.state = 'sending'
    void send(message.uri)
  }

  function discard(id: string): void {
    settle(id)
  }

  function settle(id: string): void {
    forget(keyOf(id))
    const index = unsent.findIndex(({ clientMessageId }) => clientMessageId === id)
    if (index >= 0) unsent.splice(index, 1)
  }

  /** Takes up what an earlier visit left unsent. */
  function restore(): void {
    const kept = keysFrom(keyOf('')).map(recall).filter((text) => text !== null)
    const messages = kept.map((text) => JSON.parse(text) as Unsent)
    messages.sort((one, other) => one.createdAt.localeCompare(other.createdAt))
    for (const message of messages) {
      if (!find(message.clientMessageId)) unsent.push({ ...message, state: 'waiting' })
    }
    flush()
  }

  /** Drops everything, here and in what the browser keeps. */
  function clear(): void {
    later.forEach((timer) => clearTimeout(timer))
    for (const { clientMessageId } of [...unsent]) settle(clientMessageId)
  }

  function apply(event: ServerEvent): void {
    if (event.type !== 'message.posted' || event.data.user.id !== auth.user?.id) return
    if (event.data.client_message_id) settle(event.data.client_message_id)
  }

  return { unsent, onPosted: posted.on, of, postMessage, flush, retry, discard, restore, clear, apply }
})

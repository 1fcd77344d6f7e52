/** The messages of the chat sessions that were opened. */
import { defineStore } from 'pinia'
import { reactive } from 'vue'

import * as api from '@/api/messages'
import { sentence } from '@/api/errors'
import type { Message } from '@/api/types'
import type { ServerEvent } from '@/protocol/events'
import { merge } from '@/protocol/timeline'

export interface Timeline {
  messages: Message[]
  status: 'loading' | 'ready' | 'failed'
  /** Whether the session has messages before the first one here. */
  hasOlder: boolean
  loadingOlder: boolean
  error: string
}

export const useMessages = defineStore('messages', () => {
  const timelines = reactive(new Map<string, Timeline>())

  /** Loads the newest messages. Events that come meanwhile are taken in too. */
  async function open(uri: string): Promise<void> {
    const known = timelines.get(uri)
    if (known && known.status !== 'failed') return
    const timeline = reactive<Timeline>({
      messages: [],
      status: 'loading',
      hasOlder: false,
      loadingOlder: false,
      error: '',
    })
    timelines.set(uri, timeline)
    await fill(uri, timeline)
  }

  /** Throws away what is there and reads the newest messages again. */
  async function reload(uri: string): Promise<void> {
    if (!timelines.has(uri)) return
    timelines.delete(uri)
    await open(uri)
  }

  async function older(uri: string): Promise<void> {
    const timeline = timelines.get(uri)
    if (timeline?.status !== 'ready' || !timeline.hasOlder || timeline.loadingOlder) return
    timeline.loadingOlder = true
    timeline.error = ''
    try {
      const page = await api.listMessages(uri, timeline.messages[0]?.seq)
      timeline.messages = merge(timeline.messages, page.messages)
      timeline.hasOlder = page.has_more
    } catch (error) {
      timeline.error = sentence(error)
    } finally {
      timeline.loadingOlder = false
    }
  }

  async function fill(uri: string, timeline: Timeline): Promise<void> {
    try {
      const page = await api.listMessages(uri)
      timeline.messages = merge(timeline.messages, page.messages)
      timeline.hasOlder = page.has_more
      timeline.status = 'ready'
    } catch (error) {
      timeline.status = 'failed'
      timeline.error = sentence(error)
    }
  }

  function apply(event: ServerEvent): void {
    switch (event.type) {
      case 'message.posted':
        return applyMessagePosted(event.session, event.data)
      case 'message.edited':
      case 'message.deleted':
        return applyMessageChanged(event.session, event.data)
      case 'session.removed':
        timelines.delete(event.data.uri)
    }
  }

  function applyMessagePosted(uri: string, message: Message): void {
    const timeline = timelines.get(uri)
    if (timeline) timeline.messages = merge(timeline.messages, [message])
  }

  /** A change of a message that is not here belongs to history not yet loaded. */
  function applyMessageChanged(uri: string, message: Message): void {
    const timeline = timelines.get(uri)
    if (timeline?.messages.some(({ id }) => id === message.id)) {
      timeline.messages = merge(timeline.messages, [message])
    }
  }

  return { timelines, open, older, reload, apply, applyMessagePosted }
})

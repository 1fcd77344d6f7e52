/**
 * Who came, who left, and what a chat is called now, as far as this page has
 * seen it happen: history holds messages alone.
 */
import { defineStore } from 'pinia'
import { reactive } from 'vue'

import type { User } from '@/api/types'
import type { DurableEvent, ServerEvent } from '@/protocol/events'

import { useAuth } from './auth'
import { useChats } from './chats'

type What =
  | { kind: 'joined'; user: User }
  | { kind: 'left'; user: User; by: User }
  | { kind: 'titled'; title: string }

/** `seq` is its place among the messages. */
export type Change = What & { seq: number; at: string }

export const useChanges = defineStore('changes', () => {
  const auth = useAuth()
  const chats = useChats()
  const changes = reactive(new Map<string, Change[]>())

  const of = (uri: string): readonly Change[] => changes.get(uri) ?? []

  /** To be called while the session is still what it was before `event`. */
  function apply(event: ServerEvent): void {
    if (event.type === 'session.removed') return forget(event.data.uri)
    if (!('seq' in event)) return
    const what = whatOf(event)
    if (what) changes.set(event.session, [...of(event.session), { ...what, seq: event.seq, at: event.at }])
  }

  function whatOf(event: DurableEvent): What | null {
    switch (event.type) {
      case 'member.joined':
        // Whoever joins begins to look: there is nobody to tell him.
        return event.data.id === auth.user?.id ? null : { kind: 'joined', user: event.data }
      case 'member.left':
        return { kind: 'left', user: event.data, by: event.data.by }
      case 'session.updated': {
        const { title } = event.data
        return title === chats.sessions.get(event.session)?.title ? null : { kind: 'titled', title }
      }
      default:
        return null
    }
  }

  function forget(uri: string): void {
    changes.delete(uri)
  }

  return { of, apply, forget }
})

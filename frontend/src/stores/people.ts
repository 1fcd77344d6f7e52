/** Who is here and who is typing, as far as the gateway tells: all of it passes. */
import { defineStore } from 'pinia'
import { reactive } from 'vue'

import type { User } from '@/api/types'
import type { ServerEvent } from '@/protocol/events'

import { useAuth } from './auth'

/** The gateway drops a word of typing that comes within 3 s of the last; and words travel unevenly. */
const SAID_EVERY = 3_300
/** How long somebody counts as typing after the last word of it. */
const TYPES_FOR = 5_000

export const usePeople = defineStore('people', () => {
  const auth = useAuth()
  const present = reactive(new Map<string, Set<number>>())
  const typists = reactive(new Map<string, Map<number, User>>())
  const ends = new Map<string, ReturnType<typeof setTimeout>>()
  const saidAt = new Map<string, number>()
  /** Too soon to say again, and not to be forgotten. */
  const later = new Map<string, ReturnType<typeof setTimeout>>()
  let say: (uri: string) => void = () => undefined

  const here = (uri: string): ReadonlySet<number> => present.get(uri) ?? new Set()
  const typing = (uri: string): User[] => [...(typists.get(uri)?.values() ?? [])]

  /** `listener` tells the gateway that this page's person types. */
  function onTyping(listener: (uri: string) => void): void {
    say = listener
  }

  function type(uri: string): void {
    if (later.has(uri)) return
    const wait = (saidAt.get(uri) ?? -Infinity) + SAID_EVERY - Date.now()
    if (wait <= 0) return sayNow(uri)
    later.set(uri, setTimeout(() => sayNow(uri), wait))
  }

  function sayNow(uri: string): void {
    later.delete(uri)
    saidAt.set(uri, Date.now())
    say(uri)
  }

  /** What was typed has been sent. */
  function rest(uri: string): void {
    clearTimeout(later.get(uri))
    later.delete(uri)
  }

  function apply(event: ServerEvent): void {
    switch (event.type) {
      case 'presence':
        return applyPresence(event.session, event.data.users)
      case 'typing':
        return applyTyping(event.session, event.data.user)
      case 'message.posted':
        return stop(event.session, event.data.user.id)
      case 'session.removed':
        return forget(event.data.uri)
    }
  }

  function applyPresence(uri: string, users: { id: number; online: boolean }[]): void {
    const ids = new Set(here(uri))
    for (const { id, online } of users) {
      if (online) ids.add(id)
      else ids.delete(id)
      if (!online) stop(uri, id)
    }
    present.set(uri, ids)
  }

  function applyTyping(uri: string, user: User): void {
    if (user.id === auth.user?.id) return
    stop(uri, user.id)
    typists.set(uri, new Map([...(typists.get(uri) ?? []), [user.id, user]]))
    ends.set(`${uri} ${user.id}`, setTimeout(() => stop(uri, user.id), TYPES_FOR))
  }

  function stop(uri: string, id: number): void {
    const key = `${uri} ${id}`
    clearTimeout(ends.get(key))
    ends.delete(key)
    typists.get(uri)?.delete(id)
  }

  function forget(uri: string): void {
    typing(uri).forEach(({ id }) => stop(uri, id))
    typists.delete(uri)
    present.delete(uri)
  }

  /** Without a connection nobody knows; the next one brings whole lists. */
  function clear(): void {
    for (const uri of [...present.keys(), ...typists.keys()]) forget(uri)
    ;[...later.keys()].forEach(rest)
    saidAt.clear()
  }

  return { here, typing, onTyping, type, rest, apply, clear }
})

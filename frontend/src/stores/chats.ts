/** My chat sessions, and the members of those that were opened. */
import { defineStore } from 'pinia'
import { computed, reactive, ref } from 'vue'

import * as api from '@/api/chats'
import { ApiError } from '@/api/errors'
import type { Member, Message, ReadState, Session, SharedSession, User } from '@/api/types'
import type { ServerEvent } from '@/protocol/events'

import { useAuth } from './auth'

export const useChats = defineStore('chats', () => {
  const auth = useAuth()
  const sessions = reactive(new Map<string, Session>())
  const members = reactive(new Map<string, Member[]>())
  const loaded = ref(false)
  /** Calls that say how far a session has been read: none may come behind one's leaving it. */
  const marking = new Map<string, Promise<ReadState>>()
  const leaving = new Set<string>()

  const sorted = computed(() => [...sessions.values()].sort((one, other) => activeAt(other).localeCompare(activeAt(one))))
  const unread = computed(() => sorted.value.reduce((sum, session) => sum + session.unread_count, 0))

  async function load(): Promise<void> {
    for (const session of await api.listChats()) add(session)
    loaded.value = true
  }

  async function start(title?: string): Promise<Session> {
    const session = await api.createChat(title)
    add(session)
    return session
  }

  async function join(uri: string): Promise<Session> {
    await api.joinChat(uri, auth.me().username)
    return readMembers(uri)
  }

  /** Its event brings the title, here as everywhere; returns how far the log reaches with it. */
  async function rename(uri: string, title: string): Promise<number> {
    return (await api.renameChat(uri, title)).last_seq
  }

  async function leave(uri: string): Promise<void> {
    leaving.add(uri)
    try {
      await marking.get(uri)?.catch(() => undefined) // its caller knows of its failure
      await api.removeMember(uri, auth.me().id)
      remove(uri)
    } finally {
      leaving.delete(uri)
    }
  }

  async function removeMember(uri: string, member: User): Promise<void> {
    try {
      await api.removeMember(uri, member.id)
    } catch (error) {
      // Somebody else was faster, or he left by himself.
      if (!(error instanceof ApiError && error.status === 404)) throw error
    }
    dropMember(uri, member) // its event says it again, to no effect
  }

  /** Reads the members. The rest of a known session is left to its events: both would count twice. */
  async function readMembers(uri: string): Promise<Session> {
    const { members: all, ...session } = await api.readChat(uri)
    add(session)
    members.set(uri, all)
    return session
  }

  /** Takes a session's state anew, whatever events have made of it. */
  async function reread(uri: string): Promise<Session> {
    const session = await readMembers(uri)
    sessions.set(uri, session)
    return session
  }

  async function markRead(uri: string, seq: number): Promise<void> {
    if (leaving.has(uri)) return
    const call = api.markRead(uri, seq)
    marking.set(uri, call)
    const read = await call.finally(() => marking.delete(uri))
    applyReadState(uri, read.last_read_seq, read.unread_count)
  }

  function add(session: Session): void {
    if (!sessions.has(session.uri)) sessions.set(session.uri, session)
  }

  function remove(uri: string): void {
    sessions.delete(uri)
    members.delete(uri)
  }

  function patch(uri: string, fields: Partial<Session>): void {
    const session = sessions.get(uri)
    if (session) sessions.set(uri, { ...session, ...fields })
  }

  function apply(event: ServerEvent): void {
    if ('seq' in event) patch(event.session, { last_seq: event.seq })
    switch (event.type) {
      case 'message.posted':
        return applyMessagePosted(event.session, event.data)
      case 'message.edited':
      case 'message.deleted':
        return applyMessageChanged(event.session, event.data)
      case 'member.joined':
      case 'member.updated':
        return applyMember(event.session, event.data)
      case 'member.left':
        return dropMember(event.session, event.data)
      case 'session.updated':
        return applySessionUpdated(event.session, event.data)
      case 'session.added':
        return add(event.data)
      case 'session.removed':
        return remove(event.data.uri)
      case 'read':
        return applyRead(event.session, event.data)
    }
  }

  function applyMessagePosted(uri: string, message: Message): void {
    const session = sessions.get(uri)
    if (!session) return
    const counts = message.user.id !== auth.user?.id && message.seq > session.last_read_seq
    patch(uri, { last_message: message, unread_count: session.unread_count + (counts ? 1 : 0) })
  }

  function applyMessageChanged(uri: string, message: Message): void {
    if (sessions.get(uri)?.last_message?.id === message.id) patch(uri, { last_message: message })
  }

  function applyMember(uri: string, member: Member): void {
    const known = members.get(uri)
    const others = known?.filter(({ id }) => id !== member.id)
    if (others) members.set(uri, member.role === 'owner' ? [member, ...others] : [...others, member])
    if (member.id === auth.user?.id) patch(uri, { role: member.role })
    recount(uri, known && others ? others.length + 1 : null, 1)
  }

  function dropMember(uri: string, member: User): void {
    const others = members.get(uri)?.filter(({ id }) => id !== member.id)
    if (others) members.set(uri, others)
    recount(uri, others?.length ?? null, -1)
  }

  function recount(uri: string, exact: number | null, change: number): void {
    const session = sessions.get(uri)
    if (session) patch(uri, { member_count: exact ?? session.member_count + change })
  }

  function applySessionUpdated(uri: string, { title, owner }: SharedSession): void {
    patch(uri, { title, owner })
  }

  function applyRead(uri: string, read: { user: User; last_read_seq: number }): void {
    const session = sessions.get(uri)
    if (!session || read.user.id !== auth.user?.id) return
    applyReadState(uri, read.last_read_seq, session.unread_count)
  }

  function applyReadState(uri: string, seq: number, unreadCount: number): void {
    const session = sessions.get(uri)
    if (!session || seq < session.last_read_seq) return
    patch(uri, { last_read_seq: seq, unread_count: seq >= session.last_seq ? 0 : unreadCount })
  }

  return { sessions, members, loaded, sorted, unread, load, start, join, rename, leave, removeMember, readMembers, reread, markRead, add, remove, apply }
})

function activeAt(session: Session): string {
  return session.last_message?.created_at ?? session.created_at
}

/** Chat sessions, their members and how far one has read. */
import { request } from './http'
import { readAll } from './pages'
import type { ReadState, Session, SessionDetail } from './types'

const at = (uri: string) => `/api/chats/${encodeURIComponent(uri)}/`

export const listChats = () => readAll<Session>('/api/chats/')

export const createChat = (title?: string) =>
  request<Session>('POST', '/api/chats/', { body: title ? { title } : {} })

export const readChat = (uri: string) => request<SessionDetail>('GET', at(uri))

export const joinChat = (uri: string, username: string) =>
  request<unknown>('PATCH', at(uri), { body: { username } })

export const renameChat = (uri: string, title: string) =>
  request<Session>('PATCH', at(uri), { body: { title } })

export const removeMember = (uri: string, userId: number) =>
  request<undefined>('DELETE', `${at(uri)}members/${userId}/`)

export const markRead = (uri: string, seq: number) =>
  request<ReadState>('POST', `${at(uri)}read/`, { body: { seq } })

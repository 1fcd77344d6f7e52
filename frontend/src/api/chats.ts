/** Chat sessions, their members and how far one has read. */
import { request } from './http'
import type { ReadState, Session, SessionDetail, SessionPage } from './types'

const at = (uri: string) => `/api/chats/${encodeURIComponent(uri)}/`

/** Returns all my chat sessions, page by page until there is no next one. */
export async function listChats(): Promise<Session[]> {
  const sessions: Session[] = []
  let path: string | null = '/api/chats/'
  while (path) {
    const page: SessionPage = await request<SessionPage>('GET', path)
    sessions.push(...page.results)
    path = page.next && pathOf(page.next)
  }
  return sessions
}

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

/** The server names whole addresses; the page only ever calls its own origin. */
function pathOf(address: string): string {
  const url = new URL(address, location.origin)
  return url.pathname + url.search
}

/** What one was told. */
import { request } from './http'
import { readPage } from './pages'
import type { NotificationPage } from './types'

const NOTIFICATIONS = '/api/notifications/'

/** The newest first; `path` is where a page before this one said. */
export const listNotifications = (path: string | null) =>
  readPage<NotificationPage>(path ?? `${NOTIFICATIONS}?limit=20`)

/** What of one kind has not been read yet: as much of it as a page holds. */
export const listUnread = (kind: string) =>
  readPage<NotificationPage>(`${NOTIFICATIONS}?kind=${encodeURIComponent(kind)}&unread=true&limit=200`)

/** Notes that the one of this id was read, and all before it: of one kind, or of any. */
export const markRead = (id: number, kind?: string) =>
  request<{ unread_count: number }>('POST', `${NOTIFICATIONS}read/`, { body: kind ? { id, kind } : { id } })

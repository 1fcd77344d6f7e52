/** What I was told, and what of it I have read: here or in another tab. */
import { defineStore } from 'pinia'
import { ref, shallowRef } from 'vue'

import { ApiError, Unreachable } from '@/api/errors'
import * as api from '@/api/notifications'
import type { Notification, NotificationPage } from '@/api/types'
import type { ServerEvent } from '@/protocol/events'

import { pages } from './pages'

/** Read is the notification `id`, and all before it: of one kind, or of any. */
export interface Read {
  id: number
  kind: string | null
  /** How many are left. */
  unread: number
}

export const useNotifications = defineStore('notifications', () => {
  const { items, next, loaded, busy, refresh, more } = pages<Notification, NotificationPage>(api.listNotifications, ({ id }) => id)
  const unread = ref(0)
  /** The last one that was told while this page was open. */
  const latest = shallowRef<Notification | null>(null)
  const listeners: ((read: Read) => void)[] = []

  async function load(): Promise<void> {
    unread.value = (await refresh()).unread_count
  }

  async function markRead(id: number, kind: string | null = null): Promise<void> {
    const read = { id, kind, unread: (await api.markRead(id, kind ?? undefined)).unread_count }
    applyRead(read)
    listeners.forEach((listener) => listener(read))
  }

  /** What was on the screen has been read. */
  async function markSeen(id: number, kind: string | null = null): Promise<void> {
    try {
      await markRead(id, kind)
    } catch (error) {
      // It stays unread then, and is shown as that after the next sync.
      if (!(error instanceof ApiError || error instanceof Unreachable)) throw error
    }
  }

  /** `listener` hears of what was read in this tab. */
  function onRead(listener: (read: Read) => void): void {
    listeners.push(listener)
  }

  function applyRead({ id, kind, unread: left }: Read): void {
    unread.value = left
    const covers = (one: Notification) => one.read_at === null && one.id <= id && (kind === null || one.kind === kind)
    const now = new Date().toISOString()
    items.value = items.value.map((one) => (covers(one) ? { ...one, read_at: now } : one))
  }

  function apply(event: ServerEvent): void {
    if (event.type === 'notification') applyNotification({ ...event.data, read_at: null })
  }

  function applyNotification(told: Notification): void {
    latest.value = told
    if (items.value.some(({ id }) => id === told.id)) return
    items.value = [told, ...items.value]
    unread.value += 1
  }

  return { items, next, loaded, busy, unread, latest, load, more, markSeen, onRead, applyRead, apply }
})

/** Returns where in this page a notification leads: nowhere else, whatever it says. */
export function placeOf(url: string): string | null {
  return /^\/(?![/\\])/.test(url) ? url : null
}

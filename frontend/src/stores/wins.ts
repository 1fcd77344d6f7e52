/** What has been won and not been seen yet: what the pop-up says. */
import { defineStore } from 'pinia'
import { computed, ref } from 'vue'

import { listUnread } from '@/api/notifications'
import type { Notification } from '@/api/types'
import type { ServerEvent } from '@/protocol/events'

import { useEconomy } from './economy'
import { useNotifications, type Read } from './notifications'

export const WON = 'lottery.won'

interface Win {
  id: number
  draw: number
  prize: number
  balance: number
}

/** All wins that are shown at once. */
export interface Congratulation {
  /** Of the last win. */
  id: number
  draw: number
  /** How many wins, and whether there are more than could be counted. */
  times: number
  more: boolean
  coins: number
  balance: number
}

export const useWins = defineStore('wins', () => {
  const economy = useEconomy()
  const notifications = useNotifications()
  /** The oldest first. */
  const waiting = ref<Win[]>([])
  const more = ref(false)

  const shown = computed<Congratulation | null>(() => {
    const last = waiting.value.at(-1)
    if (!last || !economy.on || !economy.wishes?.pop_ups) return null
    const coins = waiting.value.reduce((sum, { prize }) => sum + prize, 0)
    const balance = economy.wallet?.balance ?? last.balance
    return { id: last.id, draw: last.draw, times: waiting.value.length, more: more.value, coins, balance }
  })

  /** Asks for what was won while nobody was here. */
  async function load(): Promise<void> {
    const newest = waiting.value.at(-1)?.id ?? 0
    const asks = economy.on === true && economy.wishes?.pop_ups === true && notifications.unread > 0
    const page = asks ? await listUnread(WON) : { results: [], next: null }
    // What came while asking may not be in the answer.
    const since = waiting.value.filter(({ id }) => id > newest && !page.results.some((one) => one.id === id))
    waiting.value = [...page.results.map(winOf).reverse(), ...since]
    more.value = page.next !== null
  }

  /** The pop-up goes, in all tabs; what it said stands among the notifications. */
  async function dismiss(): Promise<void> {
    const last = waiting.value.at(-1)
    if (!last) return
    drop(last.id)
    await notifications.markSeen(last.id, WON)
  }

  function applyRead({ id, kind }: Pick<Read, 'id' | 'kind'>): void {
    if (kind === null || kind === WON) drop(id)
  }

  function drop(id: number): void {
    waiting.value = waiting.value.filter((win) => win.id > id)
    if (!waiting.value.length) more.value = false
  }

  function apply(event: ServerEvent): void {
    if (event.type === 'notification' && event.data.kind === WON) applyWon(winOf(event.data))
  }

  function applyWon(won: Win): void {
    if (economy.wishes?.pop_ups === false || waiting.value.some(({ id }) => id === won.id)) return
    waiting.value = [...waiting.value, won]
  }

  notifications.onRead(applyRead)

  return { shown, load, dismiss, applyRead, apply }
})

function winOf({ id, data }: Pick<Notification, 'id' | 'data'>): Win {
  return { id, draw: Number(data.draw), prize: Number(data.prize), balance: Number(data.balance) }
}

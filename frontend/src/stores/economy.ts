/** The economy as far as it is one's own: coins, wishes, and when the next draw is. */
import { defineStore } from 'pinia'
import { ref } from 'vue'

import { readInstance } from '@/api/auth'
import * as api from '@/api/economy'
import type { Economy, Wallet, Wishes } from '@/api/types'
import type { ServerEvent } from '@/protocol/events'

export type Lottery = Pick<Economy, 'prize' | 'eligible' | 'next_draw_at' | 'period' | 'chain'>

export const useEconomy = defineStore('economy', () => {
  /** Whether this server has one; null until it has said so. */
  const on = ref<boolean | null>(null)
  const wallet = ref<Wallet | null>(null)
  const wishes = ref<Economy['preferences'] | null>(null)
  const lottery = ref<Lottery | null>(null)
  /** By how much the server's clock is ahead of this one, in milliseconds. */
  const ahead = ref(0)

  /** Rises when a wish is sent, and when it is answered. */
  let wished = 0

  async function read(): Promise<void> {
    on.value ??= (await readInstance()).economy
    if (!on.value) return
    const asked = Date.now()
    const wishedBefore = wished
    const { wallet: told, preferences, server_time, prize, eligible, next_draw_at, period, chain } = await api.readEconomy()
    ahead.value = Date.parse(server_time) - (asked + Date.now()) / 2
    // Of before the wish, perhaps, which its own answer tells better.
    if (wished === wishedBefore) wishes.value = preferences
    lottery.value = { prize, eligible, next_draw_at, period, chain }
    const known = wallet.value
    // An event may have overtaken the answer.
    const newer = known && known.version > told.version ? { balance: known.balance, version: known.version } : {}
    wallet.value = { ...told, ...newer }
  }

  async function wish(change: Wishes): Promise<void> {
    wished += 1
    try {
      wishes.value = await api.changeWishes(change)
    } finally {
      wished += 1
    }
  }

  function apply(event: ServerEvent): void {
    if (event.type === 'wallet.changed') applyWalletChanged(event.data)
  }

  /** Of two changes, whichever comes last here, the one of the greater version holds. */
  function applyWalletChanged(change: Pick<Wallet, 'balance' | 'version'>): void {
    const known = wallet.value ?? { held: 0, held_until: null, version: -1 }
    if (change.version > known.version) wallet.value = { ...known, ...change }
  }

  return { on, wallet, wishes, lottery, ahead, read, wish, apply }
})

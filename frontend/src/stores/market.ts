/** Items: mine, and what others offer. Each action puts the item as it is then where it belongs. */
import { defineStore } from 'pinia'
import { computed, ref, shallowRef } from 'vue'

import * as api from '@/api/market'
import type { Item } from '@/api/types'

import { pages } from './pages'

export const useMarket = defineStore('market', () => {
  const own = shallowRef<Item[]>([])
  const loaded = ref(false)
  const idOf = ({ id }: Item) => id
  const offered = pages<Item>((path) => api.listOffers('offered', path), idOf)
  const asked = pages<Item>((path) => api.listOffers('asked', path), idOf)
  const lists = [offered, asked]

  /** What others offer, the newest item first; one that was asked for meanwhile stood in both lists. */
  const offers = computed(() => {
    const found = new Map(lists.flatMap(({ items }) => items.value).map((item) => [item.id, item]))
    return [...found.values()].filter(({ mine, state }) => !mine && state !== 'withdrawn').sort((one, other) => other.id - one.id)
  })
  const hasMore = computed(() => lists.some(({ next }) => next.value !== null))
  const busy = computed(() => lists.some((list) => list.busy.value))

  async function load(): Promise<void> {
    const [mine] = await Promise.all([api.listOwnItems(), ...lists.map((list) => list.reload())])
    own.value = mine
    loaded.value = true
  }

  async function more(): Promise<void> {
    await Promise.all(lists.map((list) => list.more()))
  }

  const offer = async (id: number, price: number) => take(await api.offerItem(id, price))
  const withdraw = async (id: number) => take(await api.withdrawItem(id))
  const ask = async (id: number) => take(await api.askForItem(id))
  const withdrawAsk = async (id: number) => take(await api.withdrawAsk(id))
  const approve = async (id: number, askId: number) => take(await api.approveAsk(id, askId))

  function take(item: Item): void {
    const replaced = (known: Item) => (known.id === item.id ? item : known)
    own.value = own.value.map(replaced).filter(({ mine }) => mine)
    for (const { items } of lists) items.value = items.value.map(replaced)
  }

  return { own, loaded, offers, hasMore, busy, load, more, offer, withdraw, ask, withdrawAsk, approve }
})

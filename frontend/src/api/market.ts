/** Items: what one owns, and what others offer. Every action answers with the item as it is then. */
import { request } from './http'
import { readAll, readPage, type Page } from './pages'
import type { Item } from './types'

const ITEMS = '/api/economy/items/'
const at = (id: number) => `${ITEMS}${id}/`

export const listOwnItems = () => readAll<Item>(`${ITEMS}?mine=true&limit=200`)

/** Items on offer, the newest first; `asked` are those that somebody asks for. */
export const listOffers = (state: 'offered' | 'asked', path: string | null) =>
  readPage<Page<Item>>(path ?? `${ITEMS}?state=${state}&limit=50`)

export const offerItem = (id: number, price: number) => request<Item>('POST', `${at(id)}offer/`, { body: { price } })

export const withdrawItem = (id: number) => request<Item>('POST', `${at(id)}withdraw/`)

export const askForItem = (id: number) => request<Item>('POST', `${at(id)}ask/`)

export const withdrawAsk = (id: number) => request<Item>('DELETE', `${at(id)}ask/`)

/** Sells it to who asked with the ask `ask`. */
export const approveAsk = (id: number, ask: number) => request<Item>('POST', `${at(id)}approve/`, { body: { ask } })

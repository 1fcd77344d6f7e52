/** One's wallet, and the lottery. */
import { request, requestFile } from './http'
import { readPage, type Page } from './pages'
import type { Draw, DrawProof, Economy, Entry, Wishes } from './types'

const ECONOMY = '/api/economy/'

export const readEconomy = () => request<Economy>('GET', ECONOMY)

export const changeWishes = (wishes: Wishes) =>
  request<Economy['preferences']>('PATCH', `${ECONOMY}preferences/`, { body: wishes })

/** What changed one's balance, the newest first; `path` is where a page before this one said. */
export const listEntries = (path: string | null) => readPage<Page<Entry>>(path ?? `${ECONOMY}entries/?limit=50`)

/** All of that, as CSV. */
export const readEntriesFile = () => requestFile(`${ECONOMY}entries.csv`)

/** The draws, the newest first. */
export const listDraws = (path: string | null) => readPage<Page<Draw>>(path ?? `${ECONOMY}draws/?limit=20`)

export const readDraw = (number: number) => request<DrawProof>('GET', `${ECONOMY}draws/${number}/`)

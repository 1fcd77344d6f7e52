/** Lists that come page by page. */
import { request } from './http'

/** Some items of a list, and where the next ones are. */
export interface Page<Item> {
  next: string | null
  results: Item[]
}

/** Returns one page; its `next` is an address of this origin, to be read likewise. */
export async function readPage<Answer extends Page<unknown>>(path: string): Promise<Answer> {
  const page = await request<Answer>('GET', path)
  return { ...page, next: page.next && pathOf(page.next) }
}

/** Returns the whole list, read until there is no next page. */
export async function readAll<Item>(first: string): Promise<Item[]> {
  const items: Item[] = []
  let path: string | null = first
  while (path) {
    const page: Page<Item> = await readPage<Page<Item>>(path)
    items.push(...page.results)
    path = page.next
  }
  return items
}

/** The server names whole addresses; the page only ever calls its own origin. */
function pathOf(address: string): string {
  const url = new URL(address, location.origin)
  return url.pathname + url.search
}

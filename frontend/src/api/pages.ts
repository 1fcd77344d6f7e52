/** Lists that come page by page. */
import { request } from './http'

interface Page<Item> {
  next: string | null
  results: Item[]
}

/** Returns the whole list, read until there is no next page. */
export async function readAll<Item>(first: string): Promise<Item[]> {
  const items: Item[] = []
  let path: string | null = first
  while (path) {
    const page: Page<Item> = await request<Page<Item>>('GET', path)
    items.push(...page.results)
    path = page.next && pathOf(page.next)
  }
  return items
}

/** The server names whole addresses; the page only ever calls its own origin. */
function pathOf(address: string): string {
  const url = new URL(address, location.origin)
  return url.pathname + url.search
}

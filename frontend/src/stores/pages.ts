/** A list that is read page by page, the newest first, and whose beginning can be read again. */
import { ref, shallowRef } from 'vue'

import type { Page } from '@/api/pages'

export function pages<Item, Answer extends Page<Item> = Page<Item>>(
  read: (path: string | null) => Promise<Answer>,
  key: (item: Item) => number,
) {
  const items = shallowRef<Item[]>([])
  const next = ref<string | null>(null)
  const loaded = ref(false)
  const busy = ref(false)

  /** Reads the first page anew. What was read further down stays, unless there is a gap before it. */
  async function refresh(): Promise<Answer> {
    const page = await read(null)
    const fresh = new Set(page.results.map(key))
    const meets = items.value.some((item) => fresh.has(key(item)))
    if (!meets) next.value = page.next
    items.value = meets ? [...page.results, ...items.value.filter((item) => !fresh.has(key(item)))] : page.results
    loaded.value = true
    return page
  }

  /** Reads the first page, and keeps nothing else: for lists whose items go away. */
  async function reload(): Promise<void> {
    const page = await read(null)
    items.value = page.results
    next.value = page.next
    loaded.value = true
  }

  async function more(): Promise<void> {
    const path = next.value
    if (path === null || busy.value) return
    busy.value = true
    try {
      const page = await read(path)
      if (next.value !== path) return // the list has begun anew meanwhile
      const known = new Set(items.value.map(key))
      items.value = [...items.value, ...page.results.filter((item) => !known.has(key(item)))]
      next.value = page.next
    } finally {
      busy.value = false
    }
  }

  return { items, next, loaded, busy, refresh, reload, more }
}

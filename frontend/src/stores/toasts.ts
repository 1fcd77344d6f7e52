/** Short notes at the page's edge, and the sentence that a screen reader says. */
import { defineStore } from 'pinia'
import { ref } from 'vue'

import type { ServerEvent } from '@/protocol/events'

import { placeOf } from './notifications'
import { WON } from './wins'

export interface Toast {
  id: number
  text: string
  kind: 'note' | 'error'
  /** An address inside this page. */
  url: string | null
}

const AT_MOST = 4

export const useToasts = defineStore('toasts', () => {
  const toasts = ref<Toast[]>([])
  /** What the polite live region says. */
  const spoken = ref('')
  let last = 0

  function show(text: string, kind: Toast['kind'] = 'note', url: string | null = null): void {
    last += 1
    toasts.value = [...toasts.value, { id: last, text, kind, url }].slice(-AT_MOST)
  }

  function dismiss(id: number): void {
    toasts.value = toasts.value.filter((toast) => toast.id !== id)
  }

  function say(text: string): void {
    spoken.value = text
  }

  /** A win has a pop-up of its own. */
  function apply(event: ServerEvent): void {
    if (event.type !== 'notification' || event.data.kind === WON) return
    show(event.data.text, 'note', placeOf(event.data.url))
  }

  return { toasts, spoken, show, dismiss, say, apply }
})

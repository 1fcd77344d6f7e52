/** Asks for older messages when the list's beginning comes near. */
import { useIntersectionObserver } from '@vueuse/core'
import type { Ref } from 'vue'

export interface OlderOptions {
  container: Ref<HTMLElement | null>
  /** What stands before the first message. */
  top: Ref<HTMLElement | null>
  wanted: () => boolean
  load: () => void
}

/** How far ahead of the reader to load, in pixels. */
const AHEAD = 400

export function useOlder({ container, top, wanted, load }: OlderOptions): void {
  useIntersectionObserver(
    top,
    (entries) => {
      if (entries.at(-1)?.isIntersecting && wanted()) load()
    },
    { root: container, rootMargin: `${AHEAD}px 0px 0px 0px` },
  )
}

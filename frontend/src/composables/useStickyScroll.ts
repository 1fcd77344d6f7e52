/**
 * Keeps a list at its end while the reader is there, and still while he is
 * not. The container has `overflow-anchor: none`: only one hand moves it.
 */
import { useEventListener, useResizeObserver } from '@vueuse/core'
import { ref, watch, type Ref } from 'vue'

/** This close to the end counts as the end, in pixels. */
const NEAR = 48

export interface StickyScrollOptions {
  container: Ref<HTMLElement | null>
  content: Ref<HTMLElement | null>
  /** Changes when something is put before what is there. */
  first: () => unknown
  /** Returns an element that stays when that happens. */
  landmark: () => Element | null
}

export function useStickyScroll({ container, content, first, landmark }: StickyScrollOptions) {
  const atEnd = ref(true)
  let measured = ''
  // Its lower edge: what comes before it may take away its name and the space above it.
  let mark: { element: Element; bottom: number } | null = null

  function toEnd(): void {
    atEnd.value = true
    const element = container.value
    if (element) element.scrollTop = element.scrollHeight
    measure()
  }

  function measure(): void {
    const element = container.value
    if (!element) return
    // A new layout scrolls too; only at an unchanged size was it the reader.
    const size = `${element.scrollHeight} ${element.clientHeight} ${element.clientWidth}`
    const moved = size === measured
    measured = size
    if (moved || !atEnd.value) atEnd.value = element.scrollHeight - element.scrollTop - element.clientHeight < NEAR
  }

  watch(first, () => {
    const element = landmark()
    mark = element && { element, bottom: element.getBoundingClientRect().bottom }
  })
  watch(
    first,
    () => {
      const element = container.value
      if (!element || !mark?.element.isConnected) return
      if (!atEnd.value) element.scrollTop += mark.element.getBoundingClientRect().bottom - mark.bottom
      mark = null
    },
    { flush: 'post' },
  )

  useEventListener(container, 'scroll', measure, { passive: true })
  useResizeObserver([container, content], () => {
    if (atEnd.value) toEnd()
    else measure()
  })

  return { atEnd, toEnd }
}

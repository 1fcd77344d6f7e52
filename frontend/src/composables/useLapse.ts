/** Ends something after a while of which only the time counts in which it can be seen. */
import { onScopeDispose, watch } from 'vue'

export interface LapseOptions {
  /** In milliseconds. */
  after: number
  /** What is to end; another one begins the time anew, null is none. */
  what: () => number | null
  /** Whether it is in sight, and nobody is busy with it. */
  counts: () => boolean
  end: () => void
}

export function useLapse({ after, what, counts, end }: LapseOptions): void {
  let timer: ReturnType<typeof setTimeout> | undefined
  let left = after
  let since = 0

  function pause(): void {
    if (timer === undefined) return
    clearTimeout(timer)
    timer = undefined
    left -= Date.now() - since
  }

  function goOn(): void {
    since = Date.now()
    timer = setTimeout(() => {
      timer = undefined
      end()
    }, left)
  }

  watch(
    [what, counts],
    ([now, counting], [before]) => {
      pause()
      if (now !== before) left = after
      if (now !== null && counting) goOn()
    },
    { immediate: true },
  )
  onScopeDispose(pause)
}

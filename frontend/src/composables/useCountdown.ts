/** Counts down to the next draw by the server's clock; once it is over, asks for the one after it. */
import { useDocumentVisibility, useIntervalFn } from '@vueuse/core'
import { computed, ref } from 'vue'

import { ApiError, Unreachable } from '@/api/errors'
import { useEconomy } from '@/stores/economy'

const TICK = 250
/** A worker that is busy draws later. */
const ASK_EVERY = 2_000

export function useCountdown() {
  const economy = useEconomy()
  const visibility = useDocumentVisibility()
  const now = ref(Date.now())
  let asked = 0

  /** Whole seconds; null while the lottery is switched off. */
  const left = computed(() => {
    const next = economy.lottery?.next_draw_at
    return next ? Math.max(0, Math.ceil((Date.parse(next) - now.value - economy.ahead) / 1000)) : null
  })

  useIntervalFn(() => {
    now.value = Date.now()
    if (left.value === 0 && visibility.value === 'visible' && now.value - asked >= ASK_EVERY) void ask()
  }, TICK)

  async function ask(): Promise<void> {
    asked = Date.now()
    try {
      await economy.read()
    } catch (error) {
      // It is asked again in a moment.
      if (!(error instanceof ApiError || error instanceof Unreachable)) throw error
    }
  }

  return { left }
}

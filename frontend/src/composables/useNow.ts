/** The time, to the minute, for what is shown as "today" or "yesterday". */
import { createSharedComposable, useIntervalFn } from '@vueuse/core'
import { ref } from 'vue'

export const useNow = createSharedComposable(() => {
  const now = ref(new Date())
  useIntervalFn(() => (now.value = new Date()), 60_000)
  return now
})

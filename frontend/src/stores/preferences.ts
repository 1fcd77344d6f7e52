/** What this browser's owner likes. */
import { defineStore } from 'pinia'
import { ref, watch } from 'vue'

import { keep, recall } from './keep'

const MUTED = 'chatire.muted'

export const usePreferences = defineStore('preferences', () => {
  const muted = ref(recall(MUTED) === 'yes')
  watch(muted, (value) => keep(MUTED, value ? 'yes' : 'no'))
  return { muted }
})

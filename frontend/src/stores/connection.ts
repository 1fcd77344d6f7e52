/** How the page stands with the gateway, in the words that people see. */
import { defineStore } from 'pinia'
import { computed, ref } from 'vue'

import type { Phase, Why } from '@/protocol/connection'

export const useConnection = defineStore('connection', () => {
  const phase = ref<Phase>('idle')
  const why = ref<Why | null>(null)
  /** Whether there was a `welcome` since the page was opened. */
  const met = ref(false)
  const offline = ref(false)

  const live = computed(() => phase.value === 'open')
  const state = computed<'live' | 'connecting' | 'reconnecting' | 'offline' | 'ended'>(() => {
    if (phase.value === 'stopped') return 'ended'
    if (offline.value) return 'offline'
    if (live.value) return 'live'
    return met.value ? 'reconnecting' : 'connecting'
  })

  function update(next: Phase, reason: Why | null): void {
    const opened = next === 'open' && !live.value
    phase.value = next
    why.value = reason
    if (!opened) return
    met.value = true
    // A browser without a way out may still reach a server beside it.
    offline.value = false
  }

  return { phase, why, met, offline, live, state, update }
})

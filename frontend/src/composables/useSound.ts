/**
 * A short sound for a new message while no window of Chatire has the focus. Of
 * several tabs one plays: they agree through the browser's storage.
 */
import { useEventListener } from '@vueuse/core'
import { onScopeDispose, watch } from 'vue'

import { uuid } from '@/protocol/uuid'
import { alone } from '@/stores/alone'
import { useAttention } from '@/stores/attention'
import { forget, keep, recall } from '@/stores/keep'
import { usePreferences } from '@/stores/preferences'

import { mayRing } from './ringing'

const FOCUSED = 'chatire.focused'
const RANG = 'chatire.rang'
export function useSound(): void {
  const attention = useAttention()
  const preferences = usePreferences()
  const tab = uuid()
  let audio: AudioContext | null = null

  // A browser lets a page sound only after its reader has touched it.
  useEventListener(window, ['pointerdown', 'keydown'], () => {
    audio ??= new AudioContext()
    if (audio.state === 'suspended') void audio.resume()
  })

  const focused = () => keep(FOCUSED, tab)
  const blurred = () => recall(FOCUSED) === tab && forget(FOCUSED)
  useEventListener(window, 'focus', focused)
  useEventListener(window, ['blur', 'pagehide'], blurred)
  if (document.hasFocus()) focused()

  watch(
    () => attention.latest,
    (latest) => {
      if (latest && audio?.state === 'running') void inOneTab(ring.bind(null, audio))
    },
  )

  function inOneTab(act: () => void): Promise<void> {
    return alone('chatire.ring', () => {
      const now = Date.now()
      const rang = Number(recall(RANG) ?? 0)
      if (!mayRing({ muted: preferences.muted, focused: recall(FOCUSED) !== null, now, rang })) return
      keep(RANG, String(now))
      act()
    })
  }

  onScopeDispose(() => {
    blurred()
    void audio?.close()
  })
}

/** Two soft notes, made here: no file is loaded. */
function ring(audio: AudioContext): void {
  const volume = audio.createGain()
  volume.connect(audio.destination)
  ;[659.25, 880].forEach((frequency, index) => {
    const at = audio.currentTime + index * 0.11
    const note = audio.createOscillator()
    const envelope = audio.createGain()
    note.type = 'sine'
    note.frequency.value = frequency
    envelope.gain.setValueAtTime(0.0001, at)
    envelope.gain.exponentialRampToValueAtTime(0.16, at + 0.015)
    envelope.gain.exponentialRampToValueAtTime(0.0001, at + 0.35)
    note.connect(envelope).connect(volume)
    note.start(at)
    note.stop(at + 0.4)
  })
}

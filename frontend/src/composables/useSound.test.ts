import { createPinia, setActivePinia } from 'pinia'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { effectScope, nextTick, type EffectScope } from 'vue'

import { useAttention } from '@/stores/attention'
import { useAuth } from '@/stores/auth'
import { usePreferences } from '@/stores/preferences'
import { alice, posted } from '@/testing/cast'
import { fakeLocks } from '@/testing/locks'

import { mayRing } from './ringing'
import { useSound } from './useSound'

const notes = vi.fn()
let tabs: EffectScope[] = []

beforeEach(() => {
  localStorage.clear()
  notes.mockClear()
  vi.useFakeTimers({ now: 1_000_000 })
  vi.stubGlobal('AudioContext', FakeAudio)
  vi.stubGlobal('navigator', { locks: fakeLocks() })
  vi.spyOn(document, 'hasFocus').mockReturnValue(false)
})

afterEach(() => {
  tabs.forEach((tab) => tab.stop())
  tabs = []
})

test.each([
  [{ muted: false, focused: false, now: 5_000, rang: 0 }, true],
  [{ muted: true, focused: false, now: 5_000, rang: 0 }, false],
  [{ muted: false, focused: true, now: 5_000, rang: 0 }, false],
  [{ muted: false, focused: false, now: 5_000, rang: 4_000 }, false],
  [{ muted: false, focused: false, now: 5_000, rang: 900_000 }, true],
])('the rule: %o rings %s', (moment, rings) => {
  expect(mayRing(moment)).toBe(rings)
})

test('a message that nobody looks at is heard', async () => {
  await hear(tab())
  expect(notes).toHaveBeenCalledTimes(2)
})

test('of two tabs one is heard', async () => {
  await hear(tab(), tab())
  expect(notes).toHaveBeenCalledTimes(2)
})

test('while one tab has the focus, none is heard; afterwards again', async () => {
  const both = [tab(), tab()]
  window.dispatchEvent(new Event('focus'))
  await hear(...both)
  expect(notes).not.toHaveBeenCalled()
  // The fake tabs share one window; only the tab that took the focus gives it back.
  window.dispatchEvent(new Event('blur'))
  await hear(...both)
  expect(notes).toHaveBeenCalledTimes(2)
})

test('what is muted is not heard', async () => {
  const only = tab()
  usePreferences().muted = true
  await hear(only)
  expect(notes).not.toHaveBeenCalled()
})

test('my own message is not heard', async () => {
  tab()
  useAttention().apply(posted(1, { user: alice }))
  await settled()
  expect(notes).not.toHaveBeenCalled()
})

/** Opens a tab: a page with stores of its own, which its reader has touched. */
function tab() {
  const pinia = createPinia()
  setActivePinia(pinia)
  useAuth().user = alice
  const scope = effectScope()
  scope.run(useSound)
  tabs.push(scope)
  window.dispatchEvent(new Event('pointerdown'))
  return useAttention()
}

/** One message reaches every tab. */
async function hear(...tabs: ReturnType<typeof useAttention>[]): Promise<void> {
  for (const attention of tabs) attention.apply(posted(1))
  await settled()
}

async function settled(): Promise<void> {
  await nextTick()
  await vi.advanceTimersByTimeAsync(0)
}

class FakeAudio {
  state = 'running'
  currentTime = 0
  destination = {}
  close = () => Promise.resolve()
  createGain = () => ({ gain: { setValueAtTime: () => null, exponentialRampToValueAtTime: () => null }, connect: <T>(next: T) => next })
  createOscillator = () => ({ frequency: { value: 0 }, connect: <T>(next: T) => next, start: notes, stop: () => null })
}

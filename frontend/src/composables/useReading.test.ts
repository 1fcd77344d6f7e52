import { createPinia, setActivePinia } from 'pinia'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { effectScope, nextTick, ref, type EffectScope } from 'vue'

import { useAuth } from '@/stores/auth'
import { useChats } from '@/stores/chats'
import { alice, session, URI } from '@/testing/cast'
import { serve, type Asked } from '@/testing/server'

import { useReading } from './useReading'

const seen = ref(true)
let scope: EffectScope
let asked: Asked[]

beforeEach(() => {
  vi.useFakeTimers()
  vi.spyOn(document, 'hasFocus').mockReturnValue(true)
  setActivePinia(createPinia())
  useAuth().user = { ...alice, invisible: false }
  useChats().sessions.set(URI, session())
  seen.value = true
  asked = serve({
    [`POST /api/chats/${URI}/read/`]: ({ body }) => ({ body: { last_read_seq: (body as { seq: number }).seq, unread_count: 0 } }),
  })
  scope = effectScope()
  scope.run(() => useReading({ session: current, seen: () => seen.value }))
})

afterEach(() => scope.stop())

test('a burst of messages makes one call', async () => {
  for (const seq of [1, 2, 3]) await come(seq)
  await vi.advanceTimersByTimeAsync(1_000)
  expect(read()).toEqual([3])
})

test('a flow that never pauses is read meanwhile', async () => {
  for (let seq = 1; seq <= 10; seq++) {
    await come(seq)
    await vi.advanceTimersByTimeAsync(100)
  }
  expect(read().length).toBeGreaterThan(1)
})

test('what is below the screen is not read until it is scrolled to', async () => {
  seen.value = false
  await come(1)
  await vi.advanceTimersByTimeAsync(1_000)
  expect(read()).toEqual([])
  seen.value = true
  await nextTick()
  await vi.advanceTimersByTimeAsync(1_000)
  expect(read()).toEqual([1])
})

test('who leaves at once has read what he saw', async () => {
  await come(1)
  scope.stop()
  await vi.advanceTimersByTimeAsync(0)
  expect(read()).toEqual([1])
})

const current = () => useChats().sessions.get(URI) ?? session()
const read = () => asked.map(({ body }) => (body as { seq: number }).seq)

async function come(seq: number): Promise<void> {
  useChats().sessions.set(URI, { ...current(), last_seq: seq })
  await nextTick()
}

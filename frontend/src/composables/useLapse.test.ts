import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { effectScope, nextTick, ref, type EffectScope } from 'vue'

import { useLapse } from './useLapse'

let scope: EffectScope
const what = ref<number | null>(null)
const counts = ref(true)
const end = vi.fn(() => void (what.value = null))

beforeEach(() => {
  vi.useFakeTimers()
  end.mockClear()
  what.value = null
  counts.value = true
  scope = effectScope()
  scope.run(() => useLapse({ after: 20_000, what: () => what.value, counts: () => counts.value, end }))
})
afterEach(() => scope.stop())

async function passes(ms: number): Promise<void> {
  await nextTick()
  await vi.advanceTimersByTimeAsync(ms)
}

test('it ends after its time', async () => {
  what.value = 1
  await passes(19_999)
  expect(end).not.toHaveBeenCalled()
  await passes(1)
  expect(end).toHaveBeenCalledOnce()
})

test('time that nobody sees does not count', async () => {
  what.value = 1
  await passes(15_000)
  counts.value = false
  await passes(60_000)
  counts.value = true
  await passes(4_999)
  expect(end).not.toHaveBeenCalled()
  await passes(1)
  expect(end).toHaveBeenCalledOnce()
})

test('another one has the whole time again', async () => {
  what.value = 1
  await passes(15_000)
  what.value = 2
  await passes(15_000)
  expect(end).not.toHaveBeenCalled()
  await passes(5_000)
  expect(end).toHaveBeenCalledOnce()
})

test('what was ended by hand does not end again', async () => {
  what.value = 1
  await passes(5_000)
  what.value = null
  await passes(60_000)
  expect(end).not.toHaveBeenCalled()
})

/** Gives the next test, of whichever file, a page, a clock and a storage as new: files share one world. */
import { cleanup } from '@testing-library/vue'
import { afterEach, beforeEach, vi } from 'vitest'

// What a test has not answered, or an earlier one left under way, reaches no network.
beforeEach(() => vi.stubGlobal('fetch', () => Promise.reject(new TypeError('Failed to fetch'))))

afterEach(() => {
  cleanup()
  vi.useRealTimers()
  // A test that wants no browser has none.
  if ('localStorage' in globalThis) localStorage.clear()
})

/** Gives the next test, of whichever file, a page, a clock and a storage as new: files share a world. */
import { cleanup } from '@testing-library/vue'
import { afterEach, vi } from 'vitest'

afterEach(() => {
  cleanup()
  vi.useRealTimers()
  // A test that wants no browser has none.
  if ('localStorage' in globalThis) localStorage.clear()
})

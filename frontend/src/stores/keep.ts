/**
 * What the browser keeps over a reload. A browser may refuse (private mode,
 * full disk): then the page works on and forgets.
 */

function attempt<T>(act: () => T, otherwise: T): T {
  try {
    return act()
  } catch (error) {
    if (error instanceof DOMException) return otherwise
    throw error
  }
}

export function recall(key: string): string | null {
  return attempt(() => localStorage.getItem(key), null)
}

export function keep(key: string, value: string): void {
  attempt(() => localStorage.setItem(key, value), undefined)
}

export function forget(key: string): void {
  attempt(() => localStorage.removeItem(key), undefined)
}

export function keysFrom(prefix: string): string[] {
  return attempt(() => Object.keys(localStorage).filter((key) => key.startsWith(prefix)), [])
}

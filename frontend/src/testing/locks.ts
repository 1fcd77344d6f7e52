/** The browser's locks (Web Locks, W3C), as far as this page asks for them. */
export function fakeLocks() {
  const last = new Map<string, Promise<unknown>>()
  return {
    /** Runs `act` once all who asked for `name` before have ended. */
    request<T>(name: string, act: () => Promise<T>): Promise<T> {
      const mine = (last.get(name) ?? Promise.resolve()).then(act)
      last.set(name, mine.catch(() => undefined))
      return mine
    },
  }
}

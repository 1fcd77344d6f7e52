/**
 * Does something in one tab at a time (Web Locks, W3C). Without TLS a browser
 * has no locks: then it is done at once, and two tabs may meet.
 */
export async function alone<T>(name: string, act: () => T | Promise<T>): Promise<T> {
  const locks = navigator.locks as LockManager | null | undefined
  return locks ? await locks.request(name, async () => await act()) : await act()
}

/**
 * The one place that calls `fetch`. An access token goes along; on 401 it is
 * renewed once and the call made again.
 */
import { errorFrom, Unreachable } from './errors'

export interface Credentials {
  access(): string | null
  /** Gets a new access token; false where the sign-in has ended. */
  renew(): Promise<boolean>
}

export interface Call {
  body?: unknown
  /** Made without a token: signing in, and what everybody may read. */
  anonymous?: boolean
}

const ANSWER_WITHIN = 15_000

const NOBODY: Credentials = { access: () => null, renew: () => Promise.resolve(false) }
let credentials: Credentials = NOBODY

export function useCredentials(next: Credentials | null): void {
  credentials = next ?? NOBODY
}

export async function request<T>(method: string, path: string, call: Call = {}): Promise<T> {
  if (call.anonymous) return settle<T>(await send(method, path, call, null))
  const used = credentials.access()
  const response = await send(method, path, call, used)
  if (response.status !== 401) return settle<T>(response)
  // Another call may have renewed it meanwhile: then its token is tried first.
  const renewed = credentials.access() !== used || (await credentials.renew())
  if (!renewed) return settle<T>(response)
  return settle<T>(await send(method, path, call, credentials.access()))
}

async function send(method: string, path: string, call: Call, access: string | null): Promise<Response> {
  const headers: Record<string, string> = { Accept: 'application/json' }
  if (access) headers.Authorization = `Bearer ${access}`
  if (call.body !== undefined) headers['Content-Type'] = 'application/json'
  try {
    return await fetch(path, {
      method,
      headers,
      credentials: 'same-origin',
      signal: AbortSignal.timeout(ANSWER_WITHIN),
      ...(call.body !== undefined ? { body: JSON.stringify(call.body) } : {}),
    })
  } catch (error) {
    throw new Unreachable(error)
  }
}

async function settle<T>(response: Response): Promise<T> {
  if (!response.ok) throw await errorFrom(response)
  if (response.status === 204) return undefined as T
  try {
    return (await response.json()) as T
  } catch (error) {
    throw new Unreachable(error) // cut off midway
  }
}

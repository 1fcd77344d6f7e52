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
  return settle<T>(await answer(method, path, call))
}

/** Returns what is to be saved as a file. */
export async function requestFile(path: string): Promise<Blob> {
  const response = await answer('GET', path, {})
  if (!response.ok) throw await errorFrom(response)
  return read(() => response.blob())
}

async function answer(method: string, path: string, call: Call): Promise<Response> {
  if (call.anonymous) return send(method, path, call, null)
  const used = credentials.access()
  const response = await send(method, path, call, used)
  if (response.status !== 401) return response
  // Another call may have renewed it meanwhile: then its token is tried first.
  const renewed = credentials.access() !== used || (await credentials.renew())
  return renewed ? send(method, path, call, credentials.access()) : response
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
  return read(() => response.json() as Promise<T>)
}

async function read<T>(body: () => Promise<T>): Promise<T> {
  try {
    return await body()
  } catch (error) {
    throw new Unreachable(error) // cut off midway
  }
}

/** Accounts, and the page's own way of signing in. */
import { request } from './http'
import type { Instance, User } from './types'

const SESSION = '/auth/session/'

export const readInstance = () => request<Instance>('GET', '/api/instance/', { anonymous: true })

export const createAccount = (account: { username: string; email: string; password: string }) =>
  request<unknown>('POST', '/auth/users/', { body: account, anonymous: true })

export const openSession = (username: string, password: string) =>
  request<{ access: string }>('POST', SESSION, { body: { username, password }, anonymous: true })

/** Rests on the refresh cookie alone. */
export const renewSession = () =>
  request<{ access: string }>('POST', `${SESSION}refresh/`, { anonymous: true })

export const closeSession = () => request<undefined>('DELETE', SESSION)

export const readMe = () => request<User>('GET', '/auth/users/me/')

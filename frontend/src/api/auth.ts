/** Accounts, and the page's own way of signing in. */
import { request } from './http'
import type { Account, Instance, Link, Me, NewPassword } from './types'

const SESSION = '/auth/session/'
const USERS = '/auth/users/'

export const readInstance = () => request<Instance>('GET', '/api/instance/', { anonymous: true })

export const createAccount = (account: Account) =>
  request<unknown>('POST', USERS, { body: account, anonymous: true })

export const openSession = (username: string, password: string) =>
  request<{ access: string }>('POST', SESSION, { body: { username, password }, anonymous: true })

/** Rests on the refresh cookie alone. */
export const renewSession = () =>
  request<{ access: string }>('POST', `${SESSION}refresh/`, { anonymous: true })

export const closeSession = () => request<undefined>('DELETE', SESSION)

export const readMe = () => request<Me>('GET', `${USERS}me/`)

export const changeMe = (change: Pick<Me, 'invisible'>) => request<Me>('PATCH', `${USERS}me/`, { body: change })

/** The answer does not say whether the address is somebody's. */
export const askForPasswordReset = (email: string) =>
  request<undefined>('POST', `${USERS}reset_password/`, { body: { email }, anonymous: true })

export const resetPassword = (wanted: NewPassword) =>
  request<undefined>('POST', `${USERS}reset_password_confirm/`, { body: wanted, anonymous: true })

export const activateAccount = (link: Link) =>
  request<undefined>('POST', `${USERS}activation/`, { body: link, anonymous: true })

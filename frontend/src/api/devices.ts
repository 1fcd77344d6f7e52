/** Where one is signed in. */
import { request } from './http'
import { readAll } from './pages'
import type { Device } from './types'

const DEVICES = '/auth/devices/'

export const listDevices = () => readAll<Device>(DEVICES)

export const signOutDevice = (id: string) => request<undefined>('DELETE', `${DEVICES}${encodeURIComponent(id)}/`)

/** This page's own sign-in ends too. */
export const signOutEverywhere = () => request<undefined>('DELETE', DEVICES)

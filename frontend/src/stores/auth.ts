/**
 * Who is signed in here. The access token lives in memory alone; what survives
 * a reload is the refresh cookie, which this page cannot read.
 */
import { defineStore } from 'pinia'
import { computed, ref } from 'vue'

import * as api from '@/api/auth'
import * as devices from '@/api/devices'
import { ApiError, Unreachable } from '@/api/errors'
import type { Account, Me } from '@/api/types'
import { backoff } from '@/protocol/backoff'

import { alone } from './alone'
import { forget, keep, recall } from './keep'
import { lifetime, subject } from './token'

/** Says that a refresh cookie is worth trying, so that a stranger's visit costs no 401. */
const HINT = 'chatire.signed-in'

export const useAuth = defineStore('auth', () => {
  const user = ref<Me | null>(null)
  const status = ref<'unknown' | 'in' | 'out'>('unknown')
  const unreachable = ref(false)
  /** Whether the person asked to leave, rather than being shown the door. */
  const asked = ref(false)
  const access = ref<string | null>(null)
  const accessLifetime = computed(() => (access.value ? lifetime(access.value) : null))
  let renewing: Promise<boolean> | null = null
  let resuming: Promise<void> | null = null
  /** The server is being asked to sign out; the socket may hear of it before the answer comes. */
  let ending = false
  let toldToLeave = false

  /** Returns who is signed in, for code that runs only then. */
  function me(): Me {
    if (!user.value) throw new Error('Nobody is signed in.')
    return user.value
  }

  async function signIn(username: string, password: string): Promise<void> {
    access.value = (await api.openSession(username, password)).access
    await enter()
  }

  async function signUp(account: Account): Promise<void> {
    await api.createAccount(account)
    await signIn(account.username, account.password)
  }

  /** `beforeLeaving` runs once the server has agreed, while the user is still known. */
  const signOut = (beforeLeaving: () => void) => leaveWith(api.closeSession, beforeLeaving)
  const signOutEverywhere = (beforeLeaving: () => void) => leaveWith(devices.signOutEverywhere, beforeLeaving)

  async function leaveWith(end: () => Promise<unknown>, beforeLeaving: () => void): Promise<void> {
    ending = true
    try {
      await end()
    } catch (error) {
      if (!toldToLeave && !(error instanceof ApiError && error.status === 401)) throw error
    } finally {
      ending = toldToLeave = false
    }
    beforeLeaving()
    asked.value = true
    leave()
  }

  /**
   * Gets a new access token, once for all who ask; false where the sign-in has
   * ended. One tab at a time: each renewal replaces the cookie that the next needs.
   */
  function renew(): Promise<boolean> {
    renewing ??= alone('chatire.renew', renewNow).finally(() => (renewing = null))
    return renewing
  }

  async function renewNow(): Promise<boolean> {
    try {
      const next = (await api.renewSession()).access
      // Somebody else has signed in in another tab: nothing here is his to see.
      if (user.value && subject(next) !== String(user.value.id)) location.reload()
      access.value = next
      return true
    } catch (error) {
      if (!(error instanceof ApiError) || ![401, 403].includes(error.status)) throw error
      leave()
      return false
    }
  }

  /** Finds out who is signed in; keeps trying while the server is away. */
  function resume(): Promise<void> {
    resuming ??= find().finally(() => (resuming = null))
    return resuming
  }

  async function find(): Promise<void> {
    if (recall(HINT) === null) return leave()
    for (let attempt = 0; ; attempt += 1) {
      try {
        if (await renew()) await enter()
        return
      } catch (error) {
        if (!(error instanceof ApiError || error instanceof Unreachable)) throw error
        unreachable.value = true
        await new Promise((resolve) => setTimeout(resolve, backoff(attempt, Math.random)))
      }
    }
  }

  /** Others see it once the gateway has a ticket that says so. */
  async function setInvisible(invisible: boolean): Promise<void> {
    user.value = await api.changeMe({ invisible })
  }

  async function enter(): Promise<void> {
    user.value = await api.readMe()
    unreachable.value = false
    keep(HINT, user.value.username)
    status.value = 'in'
  }

  function leave(): void {
    toldToLeave = ending
    if (ending) return
    forget(HINT)
    access.value = null
    user.value = null
    unreachable.value = false
    status.value = 'out'
  }

  return { user, status, unreachable, asked, access, accessLifetime, me, signIn, signUp, signOut, signOutEverywhere, setInvisible, renew, resume, leave }
})

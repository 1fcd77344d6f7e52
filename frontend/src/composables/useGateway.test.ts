import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { effectScope, type EffectScope } from 'vue'

import type { Frame } from '@/protocol/events'
import { alice, URI } from '@/testing/cast'
import { serve } from '@/testing/server'
import { fakeSockets, type FakeSocket } from '@/testing/socket'

import { useGateway } from './useGateway'

const WELCOME: Frame = { type: 'welcome', connection: 'w1', user: alice, sessions: [URI], heartbeat: 25 }
const TICKET = 'POST /api/tickets/'

let scope: EffectScope

beforeEach(() => {
  vi.useFakeTimers()
  scope = effectScope()
})
afterEach(() => scope.stop())

const passed = (ms: number) => vi.advanceTimersByTimeAsync(ms)

async function connected(more: string[] = []) {
  const sockets = fakeSockets()
  let issued = 0
  const asked = serve({
    [TICKET]: () => ({ body: { ticket: `t${(issued += 1)}`, more, expires_in: 30, path: '/ws/' } }),
  })
  const sync = vi.fn<(sessions?: string[]) => Promise<boolean>>().mockResolvedValue(true)
  const gateway = scope.run(() =>
    useGateway({ deliver: () => undefined, sync, shown: () => [URI], changed: () => undefined, signIn: () => undefined }),
  )
  gateway?.start()
  await passed(0)
  const socket = sockets[0] as FakeSocket
  socket.says(WELCOME)
  await passed(0)
  sync.mockClear()
  return { socket, sockets, sync, asked }
}

test('authorise: a fresh ticket goes out on the same socket, and its welcome is followed by a sync', async () => {
  const { socket, sockets, sync } = await connected()
  socket.says({ type: 'authorise', within: 20 })
  await passed(20_000)
  expect(socket.sent).toEqual([{ type: 'ticket', ticket: 't2' }])
  expect(sync).not.toHaveBeenCalled()
  socket.says(WELCOME)
  await passed(0)
  expect(sync).toHaveBeenCalledOnce()
  expect(sockets).toHaveLength(1)
})

test('authorise: who needs more tickets than one shows them all again', async () => {
  const { socket } = await connected(['m1', 'm2'])
  socket.sent.splice(0)
  socket.says({ type: 'authorise', within: 20 })
  await passed(20_000)
  expect(socket.sent.map(({ ticket }) => ticket)).toEqual(['t2', 'm1', 'm2'])
})

test('resync: the sessions that it names are asked for, within its time', async () => {
  const { socket, sync } = await connected()
  socket.says({ type: 'resync', sessions: [URI], within: 5 })
  await passed(5_000)
  expect(sync.mock.calls).toEqual([[[URI]]])
})

test('a sync that fails is made again by itself, for all sessions', async () => {
  const { socket, sync } = await connected()
  sync.mockResolvedValueOnce(false)
  socket.says({ type: 'resync', sessions: [URI], within: 0 })
  await passed(0)
  expect(sync).toHaveBeenCalledOnce()
  await passed(2_000)
  expect(sync.mock.calls).toEqual([[[URI]], [undefined]])
})

test('after 4004 it comes back on a new socket, with a fresh ticket', async () => {
  const { socket, sockets } = await connected()
  socket.onclose({ code: 4004, reason: 'not renewed' })
  await passed(2_000)
  expect(sockets[1]?.protocols).toEqual(['chatire.v1', 'ticket.t2'])
})

import { createPinia, setActivePinia } from 'pinia'
import { beforeEach, expect, test } from 'vitest'

import { useConnection } from './connection'

beforeEach(() => setActivePinia(createPinia()))

test('a gateway that greets proves the network, whatever the browser says', () => {
  const connection = useConnection()
  connection.offline = true
  expect(connection.state).toBe('offline')
  connection.update('open', null)
  expect(connection.state).toBe('live')
})

test('a network that is lost later is told at once, whatever the socket still believes', () => {
  const connection = useConnection()
  connection.update('open', null)
  connection.offline = true
  connection.update('open', null)
  expect(connection.state).toBe('offline')
})

test('a first connection is told from a lost one', () => {
  const connection = useConnection()
  connection.update('opening', null)
  expect(connection.state).toBe('connecting')
  connection.update('open', null)
  connection.update('waiting', null)
  expect(connection.state).toBe('reconnecting')
})

import userEvent from '@testing-library/user-event'
import { render, screen, within } from '@testing-library/vue'
import { expect, test } from 'vitest'

import type { Timeline } from '@/stores/messages'
import type { Unsent } from '@/stores/outbox'
import { alice, message, URI } from '@/testing/cast'

import MessageList from './MessageList.vue'

function show(timeline: Partial<Timeline> = {}, unsent: Partial<Unsent>[] = []) {
  const whole: Timeline = { messages: [], status: 'ready', hasOlder: false, loadingOlder: false, error: '', ...timeline }
  const waiting = unsent.map((one, index) => ({
    clientMessageId: `c${index}`,
    uri: URI,
    text: 'mine',
    createdAt: '2026-11-22T09:31:00.000Z',
    state: 'sending' as const,
    error: '',
    ...one,
  }))
  return render(MessageList, { props: { timeline: whole, unsent: waiting, me: alice } })
}

test('loading is told', () => {
  show({ status: 'loading' })
  expect(screen.getByText('Loading messages…')).toBeTruthy()
})

test('a failed load is told in words, and may be tried again', async () => {
  const view = show({ status: 'failed', error: 'Chatire cannot be reached.' })
  expect(screen.getByRole('alert').textContent).toContain('Chatire cannot be reached.')
  await userEvent.click(screen.getByRole('button', { name: 'Try again' }))
  expect(view.emitted('reload')).toHaveLength(1)
})

test("others' messages carry their name, once a group", () => {
  show({ messages: [message(1), message(2)] })
  expect(screen.getAllByRole('heading', { level: 3, name: 'bob' })).toHaveLength(1)
})

test('what was typed is shown as text', () => {
  const view = show({ messages: [message(1, { message: '<b>not markup</b>' })] })
  expect(screen.getByText('<b>not markup</b>')).toBeTruthy()
  expect(view.container.querySelector('b')).toBeNull()
})

test("people's words carry their own direction", () => {
  show({ messages: [message(1, { message: 'مرحبا' })] })
  expect(screen.getByText('مرحبا').getAttribute('dir')).toBe('auto')
})

test.each([
  ['sending', 'Pending'],
  ['waiting', 'Pending'],
  ['failed', 'Failed'],
] as const)('an unsent message that is %s is told apart', (state, told) => {
  show({}, [{ state }])
  expect(within(screen.getByRole('article')).getByText(told)).toBeTruthy()
})

test('a failed message says why, and may be sent again or discarded', async () => {
  const view = show({}, [{ state: 'failed', error: 'Too long.' }])
  expect(screen.getByText('Not sent. Too long.')).toBeTruthy()
  await userEvent.click(screen.getByRole('button', { name: 'Try again' }))
  await userEvent.click(screen.getByRole('button', { name: 'Discard' }))
  expect(view.emitted('retry')).toEqual([['c0']])
  expect(view.emitted('discard')).toEqual([['c0']])
})

test('a deleted message keeps its place', () => {
  show({ messages: [message(1, { message: '', deleted_at: '2026-11-22T10:00:00Z' })] })
  expect(screen.getByText('This message was deleted')).toBeTruthy()
})

test('older messages may be asked for with the keyboard', async () => {
  const view = show({ messages: [message(60)], hasOlder: true })
  await userEvent.click(screen.getByRole('button', { name: 'Older messages' }))
  expect(view.emitted('older')?.length).toBeGreaterThan(0)
})

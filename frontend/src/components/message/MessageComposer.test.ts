import userEvent from '@testing-library/user-event'
import { fireEvent, render, screen } from '@testing-library/vue'
import { createPinia, setActivePinia } from 'pinia'
import { beforeEach, expect, test } from 'vitest'

import { useAuth } from '@/stores/auth'
import { alice, URI } from '@/testing/cast'

import MessageComposer from './MessageComposer.vue'

beforeEach(() => {
  localStorage.clear()
  setActivePinia(createPinia())
  useAuth().user = alice
})

function compose(uri = URI) {
  const view = render(MessageComposer, { props: { uri, label: 'Message to Tea party' } })
  const field = screen.getByRole<HTMLTextAreaElement>('textbox', { name: 'Message to Tea party' })
  return { field, sent: () => view.emitted('send') ?? [], unmount: view.unmount }
}

test('Enter sends, and empties the field', async () => {
  const { field, sent } = compose()
  await userEvent.type(field, 'hello{Enter}')
  expect(sent()).toEqual([['hello']])
  expect(field.value).toBe('')
})

test('Shift and Enter begin a new line', async () => {
  const { field, sent } = compose()
  await userEvent.type(field, 'one{Shift>}{Enter}{/Shift}two')
  expect(field.value).toBe('one\ntwo')
  expect(sent()).toEqual([])
})

test.each([
  ['isComposing', { key: 'Enter', isComposing: true }],
  ['key code 229', { key: 'Enter', keyCode: 229 }],
])('Enter during a composition (%s) does not send', async (_, event) => {
  const { field, sent } = compose()
  await fireEvent.update(field, 'にほんご')
  await fireEvent.keyDown(field, event)
  expect(sent()).toEqual([])
  expect(field.value).toBe('にほんご')
})

test.each(['', '   ', '\n\n'])('%j is no message', async (text) => {
  const { field, sent } = compose()
  await fireEvent.update(field, text)
  await fireEvent.keyDown(field, { key: 'Enter' })
  expect(sent()).toEqual([])
  expect(screen.getByRole<HTMLButtonElement>('button', { name: 'Send' }).disabled).toBe(true)
})

test('what is too long is told, and not sent', async () => {
  const { field, sent } = compose()
  await fireEvent.update(field, '👋'.repeat(4_001))
  await fireEvent.keyDown(field, { key: 'Enter' })
  expect(sent()).toEqual([])
  expect(screen.getByText('Too long by 1 character.')).toBeTruthy()
})

test('4,000 code points are sent, whatever their size', async () => {
  const { field, sent } = compose()
  await fireEvent.update(field, '👋'.repeat(4_000))
  await fireEvent.keyDown(field, { key: 'Enter' })
  expect(sent()).toHaveLength(1)
})

test('each chat keeps its own draft', async () => {
  const first = compose()
  await userEvent.type(first.field, 'half a thought')
  first.unmount()
  const other = compose('fedcba987654321')
  expect(other.field.value).toBe('')
  other.unmount()
  expect(compose().field.value).toBe('half a thought')
})

test('a draft ends with its sending', async () => {
  const first = compose()
  await userEvent.type(first.field, 'whole{Enter}')
  first.unmount()
  expect(compose().field.value).toBe('')
})

import userEvent from '@testing-library/user-event'
import { render, screen } from '@testing-library/vue'
import { expect, test } from 'vitest'

import ConnectionBanner from './ConnectionBanner.vue'

type Props = InstanceType<typeof ConnectionBanner>['$props']

const show = (state: Props['state'], why: Props['why'] = null) => render(ConnectionBanner, { props: { state, why } })

test('a connection that stands is not worth a word', () => {
  show('live')
  expect(screen.getByRole('status').textContent).toBe('')
})

test.each([
  ['connecting', 'Connecting'],
  ['reconnecting', 'Reconnecting… What you send is kept.'],
  ['offline', 'No network. What you send is kept.'],
] as const)('%s is told quietly', (state, text) => {
  show(state)
  expect(screen.getByRole('status').textContent).toContain(text)
  expect(screen.queryByRole('button')).toBeNull()
})

test('a disabled account is told, and offers no way back', () => {
  show('ended', 'disabled')
  expect(screen.getByRole('status').textContent).toContain('disabled')
  expect(screen.queryByRole('button')).toBeNull()
})

test('a refused connection may be asked for again', async () => {
  const view = show('ended', 'refused')
  await userEvent.click(screen.getByRole('button', { name: 'Connect again' }))
  expect(view.emitted('reconnect')).toHaveLength(1)
})

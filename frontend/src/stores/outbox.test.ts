import { createPinia, setActivePinia } from 'pinia'
import { beforeEach, expect, test, vi } from 'vitest'

import { alice, message, posted, URI } from '@/testing/cast'
import { serve, type Asked } from '@/testing/server'

import { useAuth } from './auth'
import { useOutbox } from './outbox'

const PATH = `/api/chats/${URI}/messages/`
const POST = `POST ${PATH}`

beforeEach(() => {
  localStorage.clear()
  setActivePinia(createPinia())
  useAuth().user = alice
})

const stored = ({ body }: Asked) => {
  const { message: text, client_message_id } = body as { message: string; client_message_id: string }
  return { status: 201, body: message(3, { user: alice, message: text, client_message_id }) }
}

test('what was answered is not unsent any more', async () => {
  serve({ [POST]: stored })
  const outbox = useOutbox()
  outbox.postMessage(URI, 'hello')
  expect(outbox.of(URI)).toMatchObject([{ text: 'hello', state: 'sending' }])
  await vi.waitFor(() => expect(outbox.unsent).toHaveLength(0))
  expect(Object.keys(localStorage)).toEqual([])
})

test('a message that met nobody waits, and goes again under the same id', async () => {
  const asked = serve({ [POST]: new TypeError('Failed to fetch') })
  const outbox = useOutbox()
  outbox.postMessage(URI, 'hello')
  await vi.waitFor(() => expect(outbox.unsent[0]?.state).toBe('waiting'))

  const again = serve({ [POST]: stored })
  outbox.flush()
  await vi.waitFor(() => expect(outbox.unsent).toHaveLength(0))
  expect(again.map(({ body }) => body)).toEqual(asked.map(({ body }) => body))
})

test('a refused message fails with the reason, and the next one goes', async () => {
  const answers = [{ status: 400, body: { message: ['Too long.'] } }]
  serve({ [POST]: (asked) => answers.shift() ?? stored(asked) })
  const outbox = useOutbox()
  outbox.postMessage(URI, 'refused')
  outbox.postMessage(URI, 'fine')
  await vi.waitFor(() => expect(outbox.unsent).toHaveLength(1))
  expect(outbox.unsent[0]).toMatchObject({ text: 'refused', state: 'failed', error: 'Too long.' })
})

test('a failed message is sent again when asked, under the same id', async () => {
  const answers = [{ status: 400, body: { message: ['No.'] } }]
  const asked = serve({ [POST]: (call) => answers.shift() ?? stored(call) })
  const outbox = useOutbox()
  outbox.postMessage(URI, 'hello')
  await vi.waitFor(() => expect(outbox.unsent[0]?.state).toBe('failed'))
  outbox.retry(outbox.unsent[0]?.clientMessageId ?? '')
  await vi.waitFor(() => expect(outbox.unsent).toHaveLength(0))
  expect(asked[1]?.body).toEqual(asked[0]?.body)
})

test('messages go one after another, in the order of their typing', async () => {
  const asked = serve({ [POST]: stored })
  const outbox = useOutbox()
  for (const text of ['one', 'two', 'three']) outbox.postMessage(URI, text)
  await vi.waitFor(() => expect(outbox.unsent).toHaveLength(0))
  expect(asked.map(({ body }) => (body as { message: string }).message)).toEqual(['one', 'two', 'three'])
})

test('the event of my message settles it though the answer was lost', async () => {
  serve({ [POST]: new TypeError('Failed to fetch') })
  const outbox = useOutbox()
  outbox.postMessage(URI, 'hello')
  const client_message_id = outbox.unsent[0]?.clientMessageId ?? ''
  outbox.apply(posted(3, { user: alice, client_message_id }))
  expect(outbox.unsent).toHaveLength(0)
})

test("another's message under my id settles nothing", () => {
  serve({ [POST]: new TypeError('Failed to fetch') })
  const outbox = useOutbox()
  outbox.postMessage(URI, 'hello')
  outbox.apply(posted(3, { client_message_id: outbox.unsent[0]?.clientMessageId ?? '' }))
  expect(outbox.unsent).toHaveLength(1)
})

test('what is unsent is taken up after a reload', async () => {
  serve({ [POST]: new TypeError('Failed to fetch') })
  useOutbox().postMessage(URI, 'hello')
  await vi.waitFor(() => expect(useOutbox().unsent[0]?.state).toBe('waiting'))

  setActivePinia(createPinia())
  useAuth().user = alice
  const asked = serve({ [POST]: stored })
  useOutbox().restore()
  await vi.waitFor(() => expect(asked).toHaveLength(1))
  expect(asked[0]?.body).toMatchObject({ message: 'hello' })
})

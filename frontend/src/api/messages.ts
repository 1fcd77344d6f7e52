/** The messages of a chat session. */
import { request } from './http'
import type { Message, MessagePage } from './types'

export const PAGE = 50

/** Returns the newest messages, or those just before the message at `before`. */
export function listMessages(uri: string, before?: number): Promise<MessagePage> {
  const query = new URLSearchParams({ limit: String(PAGE) })
  if (before !== undefined) query.set('before', String(before))
  return request<MessagePage>('GET', `/api/chats/${encodeURIComponent(uri)}/messages/?${query}`)
}

/** The same `clientMessageId` again finds the first message: repeating never doubles. */
export const postMessage = (uri: string, message: string, clientMessageId: string) =>
  request<Message>('POST', `/api/chats/${encodeURIComponent(uri)}/messages/`, {
    body: { message, client_message_id: clientMessageId },
  })

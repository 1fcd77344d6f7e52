/** What was typed and not sent yet: one draft a chat session. */
import { defineStore } from 'pinia'

import { useAuth } from './auth'
import { forget, keep, keysFrom, recall } from './keep'

export const useDrafts = defineStore('drafts', () => {
  const auth = useAuth()
  const prefix = () => `chatire.draft.${auth.user?.id ?? 0}.`

  const read = (uri: string) => recall(prefix() + uri) ?? ''

  function write(uri: string, text: string): void {
    if (text) keep(prefix() + uri, text)
    else forget(prefix() + uri)
  }

  function clear(): void {
    keysFrom(prefix()).forEach(forget)
  }

  return { read, write, clear }
})

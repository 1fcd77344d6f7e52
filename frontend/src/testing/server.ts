/** Answers `fetch` from a table of "METHOD path", and notes what was asked. */
import { vi } from 'vitest'

export interface Asked {
  call: string
  body: unknown
  authorization: string | null
}

type Answer = { status?: number; body?: unknown; headers?: Record<string, string> } | Error
type Answers = Record<string, Answer | ((asked: Asked) => Answer | Promise<Answer>)>

export function serve(answers: Answers): Asked[] {
  const log: Asked[] = []
  vi.stubGlobal('fetch', async (path: string, init: RequestInit = {}) => {
    const headers = new Headers(init.headers)
    const asked = {
      call: `${init.method ?? 'GET'} ${path}`,
      body: typeof init.body === 'string' ? (JSON.parse(init.body) as unknown) : undefined,
      authorization: headers.get('Authorization'),
    }
    log.push(asked)
    const found = answers[asked.call] ?? answers[asked.call.split('?')[0] ?? '']
    if (!found) throw new TypeError(`nobody answers ${asked.call}`)
    const answer = typeof found === 'function' ? await found(asked) : found
    if (answer instanceof Error) throw answer
    const body = answer.status === 204 ? null : JSON.stringify(answer.body ?? {})
    return new Response(body, { status: answer.status ?? 200, ...(answer.headers ? { headers: answer.headers } : {}) })
  })
  return log
}

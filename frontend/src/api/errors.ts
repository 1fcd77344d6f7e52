/** What can go wrong with a call, and the words for it. */

/** The server answered, and refused. `fields` holds its sentences by field. */
export class ApiError extends Error {
  constructor(
    readonly status: number,
    readonly detail: string,
    readonly fields: Record<string, string[]> = {},
    /** Seconds to wait, where the server named them. */
    readonly retryAfter: number | null = null,
  ) {
    super(detail || Object.values(fields).flat()[0] || `HTTP ${status}`)
    this.name = 'ApiError'
  }
}

/** Nothing answered: no network, a time-out, or a server that is away. */
export class Unreachable extends Error {
  constructor(cause?: unknown) {
    super('Chatire cannot be reached.', { cause })
    this.name = 'Unreachable'
  }
}

/** Tells whether the same call may succeed later without any change. */
export function isPassing(error: unknown): boolean {
  return error instanceof Unreachable || (error instanceof ApiError && (error.status >= 500 || error.status === 429))
}

/** Returns a sentence for people. */
export function sentence(error: unknown): string {
  if (error instanceof Unreachable) return 'Chatire cannot be reached. Check your connection and try again.'
  if (!(error instanceof ApiError)) return 'Something went wrong on this page. Please try again.'
  if (error.status === 429) return `Too many tries. ${inSeconds(error.retryAfter)}`
  if (error.status >= 500) return 'Chatire has a problem at the moment. Please try again.'
  return error.message
}

export async function errorFrom(response: Response): Promise<ApiError> {
  const seconds = Number(response.headers.get('Retry-After') ?? NaN)
  const body = await readJson(response)
  const fields: Record<string, string[]> = {}
  let detail = ''
  for (const [name, value] of Object.entries(body)) {
    const sentences = (Array.isArray(value) ? value : [value]).filter((one) => typeof one === 'string')
    if (name === 'detail' || name === 'non_field_errors') detail = sentences.join(' ')
    else if (sentences.length) fields[name] = sentences
  }
  return new ApiError(response.status, detail, fields, Number.isFinite(seconds) ? seconds : null)
}

async function readJson(response: Response): Promise<Record<string, unknown>> {
  const text = await response.text()
  try {
    const value: unknown = JSON.parse(text)
    if (Array.isArray(value)) return { detail: value }
    return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {}
  } catch (error) {
    if (error instanceof SyntaxError) return {} // a proxy's page in HTML says nothing to people
    throw error
  }
}

function inSeconds(seconds: number | null): string {
  if (seconds === null) return 'Please wait a moment.'
  if (seconds < 90) return `Please wait ${Math.max(1, Math.ceil(seconds))} seconds.`
  return `Please wait ${Math.ceil(seconds / 60)} minutes.`
}

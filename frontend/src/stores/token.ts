/** Reads an access token's own words (RFC 7519), without believing them. */

interface Words {
  user_id?: string | number
  iat?: number
  exp?: number
}

/** Returns the seconds between its issue and its end, which no wrong clock can change. */
export function lifetime(token: string): number | null {
  const { iat, exp } = words(token)
  return typeof iat === 'number' && typeof exp === 'number' ? exp - iat : null
}

export function subject(token: string): string | null {
  const { user_id } = words(token)
  return user_id === undefined ? null : String(user_id)
}

function words(token: string): Words {
  const middle = token.split('.')[1]
  if (!middle) return {}
  try {
    return JSON.parse(atob(middle.replaceAll('-', '+').replaceAll('_', '/'))) as Words
  } catch (error) {
    if (error instanceof SyntaxError || error instanceof DOMException) return {}
    throw error
  }
}

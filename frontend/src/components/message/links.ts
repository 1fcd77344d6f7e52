/** Finds web addresses in what people typed. */

export interface Part {
  text: string
  /** Set where the part is an address: http or https, nothing else. */
  href: string | null
}

const ADDRESS = /https?:\/\/[^\s<>"'`]+/giu
const TRAILING = /[.,:;!?…)\]}]+$/u

export function partsOf(text: string): Part[] {
  const parts: Part[] = []
  let from = 0
  for (const match of text.matchAll(ADDRESS)) {
    const address = trimmed(match[0])
    if (!URL.canParse(address)) continue
    if (match.index > from) parts.push({ text: text.slice(from, match.index), href: null })
    parts.push({ text: address, href: address })
    from = match.index + address.length
  }
  if (from < text.length) parts.push({ text: text.slice(from), href: null })
  return parts
}

/** Punctuation after an address is the sentence's; a bracket that it opened is its own. */
function trimmed(address: string): string {
  const bare = address.replace(TRAILING, '')
  return bare.includes('(') && address[bare.length] === ')' ? `${bare})` : bare
}

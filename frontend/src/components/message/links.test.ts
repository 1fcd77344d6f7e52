import fc from 'fast-check'
import { expect, test } from 'vitest'

import { partsOf } from './links'

const links = (text: string) => partsOf(text).flatMap(({ href }) => href ?? [])

test.each([
  ['see https://example.org/a?b=c.', 'https://example.org/a?b=c'],
  ['(http://example.org)', 'http://example.org'],
  ['https://en.wikipedia.org/wiki/Tea_(meal)', 'https://en.wikipedia.org/wiki/Tea_(meal)'],
  ['"https://example.org"', 'https://example.org'],
])('%j holds an address', (text, address) => {
  expect(links(text)).toEqual([address])
})

test.each(['javascript:alert(1)', 'data:text/html,x', 'example.org', 'https://', 'plain'])('%j holds none', (text) => {
  expect(links(text)).toEqual([])
})

test('no text loses a character', () => {
  const piece = fc.oneof(fc.string(), fc.webUrl(), fc.constantFrom(' ', '.', ')', 'https://', '\n'))
  fc.assert(
    fc.property(fc.array(piece), (pieces) => {
      const text = pieces.join('')
      expect(partsOf(text).map((part) => part.text).join('')).toBe(text)
    }),
  )
})

test('only web addresses become links', () => {
  fc.assert(fc.property(fc.string(), (text) => links(`https://${text} javascript:${text}`).every((href) => /^https?:\/\//i.test(href))))
})

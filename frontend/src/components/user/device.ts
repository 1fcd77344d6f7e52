/** How a place where somebody is signed in is called, from what it said of itself. */
import type { Device } from '@/api/types'

/** Every browser names its ancestors too, so the youngest come first. */
const BROWSERS = [
  [/\bEdgA?\//, 'Edge'],
  [/\bOPR\//, 'Opera'],
  [/\b(Firefox|FxiOS)\//, 'Firefox'],
  [/\b(Chrome|CriOS)\//, 'Chrome'],
  [/\bVersion\/.*\bSafari\//, 'Safari'],
] as const

const SYSTEMS = [
  [/\biPhone\b/, 'iPhone'],
  [/\biPad\b/, 'iPad'],
  [/\bAndroid\b/, 'Android'],
  [/\bCrOS\b/, 'ChromeOS'],
  [/\bWindows\b/, 'Windows'],
  [/\bMacintosh\b/, 'macOS'],
  [/\bLinux\b/, 'Linux'],
] as const

const LONGEST = 40

export function deviceName({ kind, label }: Device): string {
  if (kind !== 'page') return programName(label)
  const browser = firstOf(BROWSERS, label) ?? 'A browser'
  const system = firstOf(SYSTEMS, label)
  return system ? `${browser} on ${system}` : browser
}

/** A program says `name/version (more)`, by custom (RFC 9110, 10.1.5). */
function programName(label: string): string {
  const name = (label.split(/[/(]/)[0] ?? '').trim()
  return [...name].slice(0, LONGEST).join('') || 'A program'
}

function firstOf(names: readonly (readonly [RegExp, string])[], label: string): string | undefined {
  return names.find(([pattern]) => pattern.test(label))?.[1]
}

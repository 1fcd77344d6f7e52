/**
 * Recomputes a draw from what is published of it, with nothing but the
 * browser's own SHA-256. The rules are those that economy/fairness.py describes.
 */
import type { DrawProof } from '@/api/types'

export type Published = Pick<DrawProof, 'entrants' | 'entrants_hash' | 'entrant_count' | 'previous_seed' | 'seed'> & {
  winner: { pseudonym: string } | null
}

/** One step; `holds` is null where what it needs is not published yet, or not any more. */
export interface Step {
  what: 'order' | 'list' | 'chain' | 'winner'
  holds: boolean | null
  published: string
  computed: string
}

export interface Winning {
  /** The winner's place in the list, counted from 0. */
  index: number
  /** How many numbers were thrown away. */
  counter: number
}

const SPACE = 2n ** 256n

/** Browsers hash on pages alone that came over TLS, or from this machine (W3C Secure Contexts). */
export const canHash = (): boolean => (crypto.subtle as SubtleCrypto | undefined) !== undefined

export async function check(draw: Published): Promise<Step[]> {
  const { entrants, seed } = draw
  return [order(entrants, draw.entrant_count), await list(draw), await chain(draw), await winner(entrants, seed, draw)]
}

function order(entrants: string[] | null, count: number): Step {
  const published = count === 1 ? '1 entrant' : `${count} entrants`
  if (!entrants) return { what: 'order', holds: null, published, computed: '' }
  const inOrder = entrants.every((name, place) => place === 0 || (entrants[place - 1] ?? '') < name)
  const holds = inOrder && entrants.length === count
  return { what: 'order', holds, published, computed: `${entrants.length} names, ${inOrder ? 'sorted, all different' : 'not sorted, or not all different'}` }
}

async function list({ entrants, entrants_hash }: Published): Promise<Step> {
  const computed = entrants ? hex(await listHash(entrants)) : ''
  return { what: 'list', holds: entrants && computed === entrants_hash, published: entrants_hash, computed }
}

async function chain({ seed, previous_seed }: Published): Promise<Step> {
  const computed = seed ? hex(await sha256(bytes(seed))) : ''
  return { what: 'chain', holds: seed && previous_seed ? computed === previous_seed : null, published: previous_seed ?? '', computed }
}

async function winner(entrants: string[] | null, seed: string | null, draw: Published): Promise<Step> {
  const published = draw.winner?.pseudonym ?? ''
  if (!entrants || !seed) return { what: 'winner', holds: null, published, computed: '' }
  const computed = entrants.length ? (entrants[(await winning(seed, entrants)).index] ?? '') : ''
  return { what: 'winner', holds: computed === published, published, computed }
}

/** Returns where in the list the winner stands. The list has somebody in it. */
export async function winning(seed: string, entrants: readonly string[]): Promise<Winning> {
  const hash = await listHash(entrants)
  const key = await crypto.subtle.importKey('raw', bytes(seed), { name: 'HMAC', hash: 'SHA-256' }, false, ['sign'])
  for (let counter = 0; ; counter += 1) {
    const index = fair(await number(key, hash, counter), entrants.length)
    if (index !== null) return { index, counter }
  }
}

/** Returns `x` modulo `n`; null from the greatest multiple of `n` on, which would favour the first. */
export function fair(x: bigint, n: number): number | null {
  const count = BigInt(n)
  return x < SPACE - (SPACE % count) ? Number(x % count) : null
}

async function number(key: CryptoKey, hash: Uint8Array, counter: number): Promise<bigint> {
  const message = new Uint8Array(hash.length + 4)
  message.set(hash)
  new DataView(message.buffer).setUint32(hash.length, counter) // big-endian
  return BigInt(`0x${hex(new Uint8Array(await crypto.subtle.sign('HMAC', key, message)))}`)
}

const listHash = (entrants: readonly string[]) => sha256(new TextEncoder().encode(entrants.join('\n')))

async function sha256(data: Uint8Array<ArrayBuffer>): Promise<Uint8Array<ArrayBuffer>> {
  return new Uint8Array(await crypto.subtle.digest('SHA-256', data))
}

function hex(data: Uint8Array): string {
  return Array.from(data, (byte) => byte.toString(16).padStart(2, '0')).join('')
}

function bytes(digits: string): Uint8Array<ArrayBuffer> {
  return Uint8Array.from(digits.match(/../g) ?? [], (pair) => Number.parseInt(pair, 16))
}

/** Where the lines of a plot of one's balance lie, in pixels. A balance holds until the next entry. */
import type { Entry } from '@/api/types'

export interface Frame {
  width: number
  height: number
  left: number
  right: number
  top: number
  bottom: number
}

/** How many coins there were from a moment on, which is in milliseconds. */
export interface Level {
  at: number
  balance: number
}

export interface Tick {
  value: number
  /** Along its axis, in pixels from the plot's corner. */
  place: number
}

export interface Plot {
  line: string
  area: string
  ends: { x: number; y: number }
  balances: Tick[]
  times: Tick[]
  /** Between two marks of time, in milliseconds. */
  step: number
}

const MINUTE = 60_000
const HOUR = 60 * MINUTE
const DAY = 24 * HOUR
const STEPS = [1, 2, 5, 10, 15, 30].map((n) => n * MINUTE)
  .concat([1, 2, 3, 6, 12].map((n) => n * HOUR), [1, 2, 7, 14, 30, 60, 90, 180, 365, 730].map((n) => n * DAY))
/** So much room has a mark of time, and one of a balance. */
const TIME_ROOM = 60
const BALANCE_ROOM = 36

/** Returns the levels that `entries`, the newest first, tell of, up to `now`. */
export function levels(entries: readonly Entry[], now: number): Level[] {
  const known = entries.map(({ created_at, balance_after }) => ({ at: Date.parse(created_at), balance: balance_after })).reverse()
  const first = entries.at(-1)
  const last = known.at(-1)
  if (!first || !last) return []
  const before = { at: Date.parse(first.created_at), balance: first.balance_after - first.amount }
  return [before, ...known, { at: Math.max(now, last.at), balance: last.balance }]
}

/** Returns the plot of `levels`, the oldest first: at least one. */
export function plot(levels: readonly Level[], frame: Frame): Plot {
  const from = levels[0]?.at ?? 0
  // A single moment has a minute's width, so that there is something to see.
  const to = Math.max(levels.at(-1)?.at ?? 0, from + MINUTE)
  const heights = heightsOf(levels.map(({ balance }) => balance), Math.max(2, Math.floor(inner(frame).height / BALANCE_ROOM)))
  const x = scale(from, to, frame.left, frame.width - frame.right)
  const y = scale(heights[0] ?? 0, heights.at(-1) ?? 1, frame.height - frame.bottom, frame.top)
  const line = levels.map(({ at, balance }, index) => (index ? `H${x(at)}V${y(balance)}` : `M${x(at)} ${y(balance)}`)).join('')
  const ground = frame.height - frame.bottom
  const step = stepOf(to - from, Math.max(1, Math.floor(inner(frame).width / TIME_ROOM)))
  return {
    line,
    area: `${line}V${ground}H${x(from)}Z`,
    ends: { x: x(levels.at(-1)?.at ?? to), y: y(levels.at(-1)?.balance ?? 0) },
    balances: heights.map((value) => ({ value, place: y(value) })),
    times: timesOf(from, to, step).map((value) => ({ value, place: x(value) })),
    step,
  }
}

/** Returns round numbers that reach round `values`: from 0, unless that would flatten everything. */
export function heightsOf(values: readonly number[], atMost: number): number[] {
  const most = Math.max(...values, 1)
  const least = Math.min(...values)
  const low = least > (most - least) * 4 ? least : 0
  const step = roundUp((most - low) / atMost)
  const first = Math.floor(low / step) * step
  const count = Math.max(1, Math.ceil((most - first) / step))
  return Array.from({ length: count + 1 }, (_, index) => first + index * step)
}

/** Returns 1, 2 or 5 times a power of ten, and never less than a whole coin. */
function roundUp(step: number): number {
  if (step <= 1) return 1
  const power = 10 ** Math.floor(Math.log10(step))
  return ([1, 2, 5].find((n) => n * power >= step) ?? 10) * power
}

export function stepOf(span: number, atMost: number): number {
  return STEPS.find((step) => span / step <= atMost) ?? span
}

/** Returns the moments that are marked: counted from midnight here, on days that may have 23 hours. */
export function timesOf(from: number, to: number, step: number): number[] {
  const midnight = new Date(from)
  midnight.setHours(0, 0, 0, 0)
  const days = step / DAY
  const marks: number[] = []
  for (let n = 0; ; n += 1) {
    const mark = new Date(midnight)
    if (days >= 1) mark.setDate(mark.getDate() + n * Math.round(days))
    else mark.setMinutes((n * step) / MINUTE)
    if (mark.getTime() > to) return marks
    if (mark.getTime() >= from) marks.push(mark.getTime())
  }
}

function scale(from: number, to: number, start: number, end: number): (value: number) => number {
  return (value) => Math.round((start + ((value - from) / (to - from)) * (end - start)) * 10) / 10
}

function inner({ width, height, left, right, top, bottom }: Frame) {
  return { width: width - left - right, height: height - top - bottom }
}

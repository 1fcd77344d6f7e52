import { expect, test } from 'vitest'

import type { Page } from '@/api/pages'

import { pages } from './pages'

const list = (answers: Record<string, Page<number> | (() => Promise<Page<number>>)>) => {
  const read = async (path: string | null) => {
    const answer = answers[path ?? 'first']
    return typeof answer === 'function' ? answer() : (answer ?? { results: [], next: null })
  }
  return { ...pages<number>(read, (item) => item), answers }
}

test('pages follow each other until there are no more', async () => {
  const { items, next, refresh, more } = list({ first: { results: [5, 4], next: 'older' }, older: { results: [3], next: null } })
  await refresh()
  await more()
  await more()
  expect([items.value, next.value]).toEqual([[5, 4, 3], null])
})

test('what is new comes before what was read further down', async () => {
  const { items, next, refresh, more, answers } = list({ first: { results: [5, 4], next: 'older' }, older: { results: [3, 2], next: 'oldest' } })
  await refresh()
  await more()
  answers.first = { results: [6, 5], next: 'other' }
  await refresh()
  expect([items.value, next.value]).toEqual([[6, 5, 4, 3, 2], 'oldest'])
})

test('after a gap the list begins anew', async () => {
  const { items, next, refresh, answers } = list({ first: { results: [5, 4], next: 'older' } })
  await refresh()
  answers.first = { results: [9, 8], next: 'between' }
  await refresh()
  expect([items.value, next.value]).toEqual([[9, 8], 'between'])
})

test('a page that comes after the list has begun anew is not put behind it', async () => {
  let answer: (page: Page<number>) => void = () => undefined
  const { items, refresh, more, answers } = list({ first: { results: [5, 4], next: 'older' }, older: () => new Promise((resolve) => (answer = resolve)) })
  await refresh()
  const asked = more()
  answers.first = { results: [9, 8], next: 'between' }
  await refresh()
  answer({ results: [3, 2], next: null })
  await asked
  expect(items.value).toEqual([9, 8])
})

test('reloading keeps nothing that has gone', async () => {
  const { items, refresh, reload, answers } = list({ first: { results: [5, 4], next: null } })
  await refresh()
  answers.first = { results: [5], next: null }
  await reload()
  expect(items.value).toEqual([5])
})

import { expect, test } from 'vitest'

import { deviceName } from './device'

const MOZILLA = 'Mozilla/5.0'
const KHTML = 'AppleWebKit/537.36 (KHTML, like Gecko)'

const named = (label: string, kind: 'page' | 'token' = 'page') =>
  deviceName({ id: '', kind, label, created_at: '', last_used_at: '', current: false })

test.each([
  [`${MOZILLA} (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0`, 'Firefox on Linux'],
  [`${MOZILLA} (Windows NT 10.0; Win64; x64) ${KHTML} Chrome/142.0.0.0 Safari/537.36`, 'Chrome on Windows'],
  [`${MOZILLA} (Windows NT 10.0; Win64; x64) ${KHTML} Chrome/142.0.0.0 Safari/537.36 Edg/142.0`, 'Edge on Windows'],
  [`${MOZILLA} (Linux; Android 10; K) ${KHTML} Chrome/142.0.0.0 Mobile Safari/537.36`, 'Chrome on Android'],
  [`${MOZILLA} (iPhone; CPU iPhone OS 18_5 like Mac OS X) AppleWebKit/605.1.15 Version/18.5 Mobile/15E148 Safari/604.1`, 'Safari on iPhone'],
  [`${MOZILLA} (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 Version/18.5 Safari/605.1.15`, 'Safari on macOS'],
  ['', 'A browser'],
])('a page is called by browser and system: %s', (label, name) => expect(named(label)).toBe(name))

test.each([
  ['python-requests/2.32.3', 'python-requests'],
  ['Tea robot (https://example.org)', 'Tea robot'],
  ['', 'A program'],
  ['x'.repeat(200), 'x'.repeat(40)],
])('a program is called what it calls itself: %s', (label, name) => expect(named(label, 'token')).toBe(name))

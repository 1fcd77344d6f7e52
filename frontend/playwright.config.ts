/**
 * Browser tests against a running Chatire: whoever calls them has started it
 * and names it in BASE_URL. Chromium is the system's own.
 */
import { defineConfig } from '@playwright/test'

/** Of one such argument the last counts, so what Playwright itself switches off stands here too. */
const SWITCHED_OFF = [
  // The address bar's drop-down is a page of its own, and twice as dear as ours.
  'WebUIOmniboxPopup',
  'WebUIOmniboxAimPopup',
  'AimEnabled',
  'AvoidUnnecessaryBeforeUnloadCheckSync',
  'DestroyProfileOnBrowserClose',
  'HttpsUpgrades',
  'HttpsFirstBalancedModeAutoEnable',
  'LensOverlay',
  'MediaRouter',
  'NetworkTimeServiceQuerying',
  'OptimizationHints',
  'PaintHolding',
  'ThirdPartyStoragePartitioning',
  'Translate',
]

export const launchOptions = {
  executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
  args: [
    '--no-sandbox',
    '--disable-gpu',
    `--disable-features=${SWITCHED_OFF.join(',')}`,
    '--disable-background-networking',
    '--disable-component-update',
    '--disable-dev-shm-usage',
    '--autoplay-policy=no-user-gesture-required',
  ],
}

export default defineConfig({
  testDir: './e2e',
  projects: [
    { name: 'views', testIgnore: ['**/screenshots.spec.ts', '**/lottery.spec.ts'] },
    // The lottery itself would surprise whoever is at something else: it has its turn once all have ended.
    { name: 'lottery', testMatch: '**/lottery.spec.ts', dependencies: ['views'] },
  ],
  fullyParallel: true,
  forbidOnly: true,
  workers: 2,
  // A busy machine is slow; a condition that holds is not waited for.
  timeout: 240_000,
  expect: { timeout: 30_000 },
  reporter: [['list']],
  use: {
    baseURL: process.env.BASE_URL ?? 'http://localhost:8000',
    locale: 'en-GB',
    // Writing a trace of every test takes as long as the tests: TRACE=1 asks for it.
    trace: process.env.TRACE ? 'retain-on-failure' : 'off',
    launchOptions,
  },
})

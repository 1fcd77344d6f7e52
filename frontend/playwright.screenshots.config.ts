/** Takes every view's picture into docs/screenshots/, for people to look at. */
import { defineConfig } from '@playwright/test'

import base from './playwright.config'

export default defineConfig({
  ...base,
  projects: undefined,
  testMatch: '**/screenshots.spec.ts',
  fullyParallel: false,
  workers: 1,
  timeout: 600_000,
})

import { fileURLToPath, URL } from 'node:url'

import tailwindcss from '@tailwindcss/vite'
import vue from '@vitejs/plugin-vue'
import { defineConfig } from 'vitest/config'

/** Where `npm run dev` finds the rest of Chatire. */
const backend = process.env.BACKEND_URL ?? 'http://localhost:8000'

export default defineConfig({
  plugins: [vue(), tailwindcss()],
  resolve: { alias: { '@': fileURLToPath(new URL('./src', import.meta.url)) } },
  build: {
    // The page's policy forbids data: addresses and inline code: nothing is inlined.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    // What imports what: the scales (size.mjs) want to know.
    manifest: true,
    target: 'es2022',
  },
  server: {
    host: '127.0.0.1',
    // What both sides' tests read stands outside this folder: the golden events, the OpenAPI document.
    fs: { allow: ['.', '../tests/contract', '../docs/openapi.yaml'] },
    proxy: Object.fromEntries(
      ['/api', '/auth', '/setup', '/admin', '/static', '/ws'].map((path) => [path, proxy(path === '/ws')]),
    ),
  },
  test: {
    environment: 'happy-dom',
    // A world of its own for each file takes four times as long as all tests in it: setup.ts tidies up.
    isolate: false,
    pool: 'threads',
    include: ['src/**/*.test.ts'],
    setupFiles: ['src/testing/setup.ts'],
    // A property is tried a hundred times, on whatever machine (default: 5 s).
    testTimeout: 30_000,
    restoreMocks: true,
    unstubGlobals: true,
  },
})

/** The backend lets in its own origin alone, so the proxy speaks as the backend's page. */
function proxy(ws: boolean) {
  return { target: backend, ws, changeOrigin: true, headers: { origin: new URL(backend).origin } }
}

/**
 * Weighs what `npm run build` has made: all of its JavaScript together, gzipped,
 * may weigh 120 KB, so that no first load can weigh more. Looks, too, that the
 * page itself holds nothing inline, which its policy would forbid.
 */
import { readdirSync, readFileSync } from 'node:fs'
import { gzipSync } from 'node:zlib'

const LIMIT = 120 * 1024
const folder = new URL('./dist/assets/', import.meta.url)

const scripts = readdirSync(folder).filter((name) => name.endsWith('.js'))
const weights = scripts.map((name) => gzipSync(readFileSync(new URL(name, folder)), { level: 6 }).length)
const total = weights.reduce((sum, weight) => sum + weight, 0)
const page = readFileSync(new URL('./dist/index.html', import.meta.url), 'utf8')
const inline = [/<script(?![^>]*\bsrc=)/, /<style/, /\sstyle=/, /\son\w+=/].filter((pattern) => pattern.test(page))

const kilobytes = (bytes) => `${(bytes / 1024).toFixed(1)} KB`
process.stdout.write(`${scripts.length} scripts, ${kilobytes(total)} gzipped, of ${kilobytes(LIMIT)}\n`)
if (scripts.length === 0 || total > LIMIT || inline.length > 0) {
  process.stderr.write(`The page is too heavy, empty, or has inline code: ${inline.join(' ')}\n`)
  process.exit(1)
}

/**
 * Weighs what `npm run build` has made: the JavaScript that an address needs
 * before it can be used, gzipped, may weigh 120 KB. Looks, too, that the page
 * itself holds nothing inline, which its policy would forbid.
 */
import { readFileSync } from 'node:fs'
import { gzipSync } from 'node:zlib'

const LIMIT = 120 * 1024
const folder = new URL('./dist/', import.meta.url)
/** What the page begins with, and the frames round other views: counted for every view, framed or not. */
const ALWAYS = ['index.html', 'src/views/ShellView.vue', 'src/views/EconomyView.vue']

const manifest = JSON.parse(readFileSync(new URL('.vite/manifest.json', folder), 'utf8'))

/** Returns the scripts that `name` brings along, its own among them: those that wait for nothing. */
function scriptsOf(name, found = new Set()) {
  const { file, imports = [] } = manifest[name]
  if (found.has(file)) return found
  found.add(file)
  imports.forEach((one) => scriptsOf(one, found))
  return found
}

const weighed = new Map()
function weigh(file) {
  if (!weighed.has(file)) weighed.set(file, gzipSync(readFileSync(new URL(file, folder)), { level: 6 }).length)
  return weighed.get(file)
}

function firstLoad(view) {
  const scripts = new Set([...ALWAYS, view].flatMap((name) => [...scriptsOf(name)]))
  return [...scripts].reduce((sum, file) => sum + weigh(file), 0)
}

const views = Object.keys(manifest).filter((name) => name.startsWith('src/views/'))
const loads = views.map((view) => ({ view, weight: firstLoad(view) })).sort((one, other) => other.weight - one.weight)
const page = readFileSync(new URL('index.html', folder), 'utf8')
const inline = [/<script(?![^>]*\bsrc=)/, /<style/, /\sstyle=/, /\son\w+=/].filter((pattern) => pattern.test(page))

const kilobytes = (bytes) => `${(bytes / 1024).toFixed(1)} KB`
for (const { view, weight } of loads.slice(0, 5)) process.stdout.write(`${kilobytes(weight).padStart(9)}  ${view}\n`)
const heaviest = loads[0]?.weight ?? 0
process.stdout.write(`The heaviest first load of ${loads.length} views: ${kilobytes(heaviest)} gzipped, of ${kilobytes(LIMIT)}\n`)
if (heaviest === 0 || heaviest > LIMIT || inline.length > 0) {
  process.stderr.write(`The page is too heavy, empty, or has inline code: ${inline.join(' ')}\n`)
  process.exit(1)
}

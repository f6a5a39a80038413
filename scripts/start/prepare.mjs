import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, readFileSync, readdirSync, statSync, writeFileSync } from 'node:fs'
import { dirname, join, relative } from 'node:path'
import { findNode, nodeEnv } from '../with-node.mjs'
import { runQuietly } from './run-quietly.mjs'
import { step } from './say.mjs'

// what does not end up in the build
const NOT_SOURCE = new Set([
  'node_modules',
  'tests',
  'test-results',
  'playwright-report',
  'coverage',
  'embedded',
  'scripts',
])

/** Settings, logs, and the pages about the project itself. */
const NOT_A_SOURCE_FILE = /^(\.env.*|.*\.log|[A-Z]+\.md)$/

/** Installs packages when the lock file changed since the last time. The stamp lies in node_modules and goes with it. */
export async function installIfChanged(root) {
  const wanted = hash(read(join(root, 'package-lock.json')) + read(join(root, 'package.json')))
  const stamp = join(root, 'node_modules/.app/lock')
  if (read(stamp) === wanted) return
  step('Installing packages (about a minute, only when they changed)')
  await runQuietly(root, 'npm', ['ci', '--no-audit', '--no-fund', '--loglevel=error'], process.env)
  write(stamp, wanted)
}

/** Builds when a source file is new, gone or changed since the last build. */
export async function buildIfStale(root) {
  const isBuilt = read(buildStamp(root)) === sourceStamp(root)
  if (isBuilt && existsSync(join(root, '.output/server/index.mjs'))) return
  step('Building (about a minute, only when the source changed)')
  await build(root, runQuietly)
}

/**
 * Builds, and notes of which source.
 * @param {string} root
 * @param {typeof runQuietly} run
 */
export async function build(root, run) {
  const source = sourceStamp(root)
  // a build that is cut leaves an output that belongs to no source
  write(buildStamp(root), '')
  const node = findNode()
  const env = { ...nodeEnv(node), NODE_ENV: 'production' }
  await run(root, node, ['node_modules/nuxt/bin/nuxt.mjs', 'build'], env)
  write(buildStamp(root), source)
}

function buildStamp(root) {
  return join(root, 'node_modules/.app/build')
}

/** Name, size and time of every source file: as sure as content in practice, and read in milliseconds. */
function sourceStamp(root) {
  const files = walk(root, root).map((path) => {
    const { size, mtimeMs } = statSync(path)
    return `${relative(root, path)} ${size} ${Math.floor(mtimeMs)}`
  })
  return hash(files.sort().join('\n'))
}

function walk(root, folder) {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name)
    if (entry.isDirectory()) return isSourceFolder(entry.name, path) ? walk(root, path) : []
    return entry.isFile() && !NOT_A_SOURCE_FILE.test(relative(root, path)) ? [path] : []
  })
}

/** A data folder inside the checkout is none, whatever its name. */
function isSourceFolder(name, path) {
  return !NOT_SOURCE.has(name) && !name.startsWith('.') && !existsSync(join(path, 'secrets.env'))
}

function read(path) {
  return existsSync(path) ? readFileSync(path, 'utf8') : ''
}

function write(path, text) {
  mkdirSync(dirname(path), { recursive: true })
  writeFileSync(path, text)
}

function hash(text) {
  return createHash('sha256').update(text).digest('hex')
}

// node scripts/with-node.mjs <bin | file.ts> [args]: runs a package's bin, or a TypeScript file of ours from its source, on
// a Node that is new enough, whatever Node and npm started us. Plain JavaScript on Node 20 built-ins: it runs before anything is installed.
import { spawn } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'
import { delimiter, dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

const root = join(dirname(fileURLToPath(import.meta.url)), '..')

/** Nuxt 4.5 needs 22.19+, 24.11+ or 26+ (node:sqlite without a flag among other things). */
export function isNewEnough(version) {
  const [major, minor] = version.split('.').map(Number)
  return (major === 22 && minor >= 19) || (major === 24 && minor >= 11) || major >= 26
}

/** Absolute path of the Node binary to run the app on; exits with advice when there is none. */
export function findNode() {
  if (isNewEnough(process.versions.node)) return process.execPath
  const bundled = join(root, `node_modules/node-${process.platform}-${process.arch}/bin/node`)
  if (existsSync(bundled)) return bundled
  console.error(
    `Clipway needs Node 22.19+, 24.11+ or 26+. This is ${process.version}, and there is no bundled Node for ${process.platform}-${process.arch}: install Node 24 and try again.`,
  )
  process.exit(1)
}

/** Environment in which child processes find the same Node first. */
export function nodeEnv(node = findNode()) {
  return { ...process.env, PATH: dirname(node) + delimiter + process.env.PATH, NUXT_TELEMETRY_DISABLED: '1' }
}

// packages whose bin has another name than the package
const PACKAGE_OF_BIN = { playwright: '@playwright/test' }

export function findBin(name) {
  const folder = join(root, 'node_modules', PACKAGE_OF_BIN[name] ?? name)
  const { bin } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'))
  return join(folder, typeof bin === 'string' ? bin : bin[name])
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const [name, ...args] = process.argv.slice(2)
  const node = findNode()
  const program = name.endsWith('.ts') ? ['--disable-warning=ExperimentalWarning', name] : [findBin(name)]
  const child = spawn(node, [...program, ...args], { stdio: 'inherit', env: nodeEnv(node) })
  for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => child.kill(signal))
  child.on('exit', (code, signal) => process.exit(signal ? 1 : (code ?? 1)))
}

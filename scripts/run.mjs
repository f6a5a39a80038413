// node scripts/run.mjs <script.ts> [args]: runs one of our TypeScript commands with the settings of this installation.
// Plain JavaScript on Node 20 built-ins, like everything that npm starts.
import { spawn } from 'node:child_process'
import { mkdirSync } from 'node:fs'
import { dirname, join, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { serverEnv } from './start/server-env.mjs'
import { readSettings } from './start/settings.mjs'
import { StartProblem } from './start/say.mjs'
import { findNode } from './with-node.mjs'

const root = join(dirname(fileURLToPath(import.meta.url)), '..')
const [script, ...args] = process.argv.slice(2)

try {
  const settings = readSettings(root)
  mkdirSync(settings.dataDir, { recursive: true, mode: 0o700 })
  // without MONGODB_URI the script finds the embedded database by the data folder
  const env = { LOG_LEVEL: 'warn', ...serverEnv(settings, settings.env.MONGODB_URI ?? '') }
  const child = spawn(findNode(), ['--disable-warning=ExperimentalWarning', resolve(root, script), ...args], {
    stdio: 'inherit',
    env,
  })
  for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => child.kill(signal))
  child.on('exit', (code) => process.exit(code ?? 1))
} catch (error) {
  console.error(error instanceof StartProblem ? `\n  ${error.message}\n` : error)
  process.exit(1)
}

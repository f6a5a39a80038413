// npm run dev: Nuxt's development server in the role `all`, on the embedded database.
import { spawn } from 'node:child_process'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { lockDataDir } from './start/data-lock.mjs'
import { openLogs } from './start/logs.mjs'
import { installIfChanged } from './start/prepare.mjs'
import { startDatabase } from './start/processes.mjs'
import { serverEnv } from './start/server-env.mjs'
import { StartProblem } from './start/say.mjs'
import { readSettings } from './start/settings.mjs'
import { findNode } from './with-node.mjs'

const root = join(dirname(fileURLToPath(import.meta.url)), '..')
let database

async function dev() {
  const settings = readSettings(root)
  const { env, host, port, dataDir } = settings
  const unlock = lockDataDir(dataDir)
  process.on('exit', unlock)
  await installIfChanged(root)
  const logs = openLogs(dataDir)
  if (!env.MONGODB_URI) database = startDatabase({ root, dataDir, logs })
  const mongodbUri = env.MONGODB_URI ?? (await database.firstMessage).uri
  const nuxt = ['node_modules/nuxt/bin/nuxt.mjs', 'dev', '--host', host, '--port', String(port)]
  const devEnv = { ...serverEnv(settings, mongodbUri), NODE_ENV: 'development', NUXT_ROLE: 'all' }
  const child = spawn(findNode(), nuxt, { cwd: root, env: devEnv, stdio: 'inherit' })
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => child.kill(signal))
  return new Promise((resolve) => child.on('exit', (code) => resolve(code ?? 0)))
}

try {
  process.exitCode = await dev()
} catch (error) {
  console.error(error instanceof StartProblem ? `\n  ${error.message}\n` : error)
  process.exitCode = 1
}
await database?.stop()
process.exit()

// npm start: everything on this machine with nothing else installed or running. Plain JavaScript on Node 20 built-ins,
// as it runs before anything is installed.
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { checkPort } from './start/check-port.mjs'
import { lockDataDir } from './start/data-lock.mjs'
import { openLogs } from './start/logs.mjs'
import { buildIfStale, installIfChanged } from './start/prepare.mjs'
import { relayChanges, startDatabase, startRole } from './start/processes.mjs'
import { serverEnv } from './start/server-env.mjs'
import { note, StartProblem, step, welcome } from './start/say.mjs'
import { readSettings } from './start/settings.mjs'

const root = join(dirname(fileURLToPath(import.meta.url)), '..')
/** What runs, in the order to stop it: first who uses the database, then the database. */
const running = { servers: [], database: undefined, unlock: () => {} }
let stopping

async function start() {
  const settings = readSettings(root)
  const { host, port, dataDir, url } = settings
  await checkPort(host, port)
  running.unlock = lockDataDir(dataDir)
  await installIfChanged(root)
  await buildIfStale(root)
  const logs = openLogs(dataDir)
  step('Starting')
  const mongodbUri = settings.env.MONGODB_URI ?? (await startOwnDatabase({ root, dataDir, logs }))
  const env = serverEnv(settings, mongodbUri)
  const common = { root, logs, env }
  const servers = {}
  // a database that is not our own may be used by processes that are not heard
  const connected = (other) => ({
    ...common,
    ...(running.database && relayChanges(env, () => servers[other])),
  })
  if (stopping) return
  servers.web = startRole('web', connected('worker'))
  running.servers.push(servers.web)
  await whenReady(servers.web)
  // after the first page: on a small machine they would slow each other down
  if (!stopping) {
    servers.worker = startRole('worker', connected('web'))
    running.servers.push(servers.worker)
  }
  welcome({ url, mails: settings.env.SMTP_URL ? undefined : join(dataDir, 'outbox'), logs: logs.folder })
}

async function startOwnDatabase(options) {
  running.database = startDatabase(options)
  return (await running.database.firstMessage).uri
}

/** A database that cannot run here ends the start, too. */
async function whenReady(web) {
  await Promise.all([web.ready, running.database?.ready])
}

/** Once; a second signal changes nothing, as the first one ends everything within ten seconds. */
function stop(code) {
  stopping ??= (async () => {
    await Promise.all(running.servers.map((server) => server.stop()))
    await running.database?.stop()
    running.unlock()
    process.exit(code)
  })()
  return stopping
}

for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) {
  process.on(signal, () => {
    if (!stopping) note('Stopping ...')
    void stop(0)
  })
}

stopWithNpm()

try {
  await start()
} catch (error) {
  if (!stopping) console.error(error instanceof StartProblem ? `\n  ${error.message}\n` : error)
  await stop(1)
}

/**
 * npm ends on a signal without handing it to what its shell started, so its end is noticed here: an orphan has a new
 * parent. Only under npm, as a start put into the background by hand may outlive its shell.
 */
function stopWithNpm() {
  if (!process.env.npm_lifecycle_event) return
  const parent = process.ppid
  setInterval(() => process.ppid !== parent && stop(0), 500).unref()
}

import { spawn } from 'node:child_process'
import { availableParallelism } from 'node:os'
import { join } from 'node:path'
import { findNode, nodeEnv } from '../with-node.mjs'
import { supervise } from './supervise.mjs'

/**
 * Without caps the heap of a web process grows past 900 MB under page views, though little of it is in use. Saving mode
 * gives what a collection freed back to the system, instead of keeping it for later: after 500 views 187 to 205 MB are
 * resident, where caps and early collections alone (10 percent) left 207 to 216, and once 232. Room for young objects
 * is kept at its size, as shrinking and growing it again costs segments a second, which bench:delivery watches.
 */
const HEAP = {
  web: [
    '--memory-saver-mode',
    '--heap-growing-percent=30',
    '--min-semi-space-size=8',
    '--max-semi-space-size=8',
    '--max-old-space-size=256',
  ],
  worker: ['--max-semi-space-size=8', '--max-old-space-size=384'],
}
/**
 * Threads that collect beside the program. Node takes four wherever it runs: on two processors they keep the program
 * itself waiting for 10 to 20 ms, each second under load (schedstat), and those of the other processes as well.
 */
const HELPERS = [`--v8-pool-size=${Math.max(1, Math.min(4, availableParallelism() - 1))}`]
/** Nitro's patience with open connections (web) and with running jobs (worker). */
const NITRO_PATIENCE_MS = { web: 2500, worker: 7000 }
const STOP_MS = { web: 6000, worker: 7500, database: 2000 }

/** The embedded database host; `firstMessage` gives its `uri`. */
export function startDatabase({ root, dataDir, logs, ...options }) {
  const args = [...HELPERS, '--disable-warning=ExperimentalWarning', join(root, 'embedded/host.ts'), dataDir]
  return keep('database', args, nodeEnv(), { root, logs, stopMs: STOP_MS.database, ...options })
}

/**
 * Options of two roles that are to hear what the other changes (server/adapters/change-bus/relay.ts). One that ended may
 * have written what it could not tell any more.
 * @param env of processes around a database that no others use
 * @param other finds the other one, once it runs
 */
export function relayChanges(env, other) {
  return {
    env: { ...env, CLIPWAY_CHANGES: 'relay' },
    hear: (message) => message?.change !== undefined && other()?.send({ change: message.change }),
    ended: () => other()?.send({ changesLost: true }),
  }
}

/** The built server in one of its roles: `web` or `worker`. */
export function startRole(role, { root, env, logs, ...options }) {
  const roleEnv = {
    ...env,
    // compiled code is kept from start to start
    NODE_COMPILE_CACHE: join(root, 'node_modules/.app/compile-cache'),
    NUXT_ROLE: role,
    NITRO_SHUTDOWN_TIMEOUT: String(NITRO_PATIENCE_MS[role]),
    ...(role === 'worker' && { HOST: '127.0.0.1', PORT: '0', NITRO_HOST: '127.0.0.1', NITRO_PORT: '0' }),
  }
  const args = [...HELPERS, ...HEAP[role], join(root, '.output/server/index.mjs')]
  return keep(role, args, roleEnv, { root, logs, stopMs: STOP_MS[role], ...options })
}

/**
 * Children lead process groups of their own, so that Ctrl-C reaches them through us and in order; the channel tells
 * them when we are killed.
 */
function keep(name, args, env, { root, logs, ...options }) {
  const file = logs.file(name)
  let from = logs.size(name)
  return supervise({
    name,
    ...options,
    launch() {
      from = logs.size(name)
      return spawn(findNode(), args, { cwd: root, env, detached: true, stdio: ['ignore', file, file, 'ipc'] })
    },
    lastWords: () => logs.tail(name, from),
  })
}

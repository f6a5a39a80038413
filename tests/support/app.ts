import { existsSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { openLogs } from '../../scripts/start/logs.mjs'
import { relayChanges, startDatabase, startRole } from '../../scripts/start/processes.mjs'
import { serverEnv } from '../../scripts/start/server-env.mjs'
import { freePorts } from './free-port.ts'
import { makeTempDir } from './temp-dir.ts'

export type AppPart = 'database' | 'web' | 'worker'

export interface App {
  url: string
  dataDir: string
  mongodbUri: string
  pid(part: AppPart): number
  /** kill -9; as in production, the part is started again by itself after 0.3 s. Resolves once it is dead. */
  kill(part: AppPart): Promise<void>
  /** Until the part serves (again). */
  ready(part: AppPart): Promise<void>
  log(part: AppPart): Promise<string>
  /** Resident memory in bytes, from /proc. */
  memory(part: AppPart): Promise<number>
  /** Stops every process in order and removes the data. */
  stop(): Promise<void>
}

interface AppOptions {
  /** Settings over the usual ones; with MONGODB_URI no database is started. */
  env?: Record<string, string>
  roles?: ('web' | 'worker')[]
  /** Data that is there already and stays. */
  dataDir?: string
}

const root = fileURLToPath(new URL('../..', import.meta.url))

/** The built server as `npm start` runs it, on a fresh data folder and a free port. */
export async function startApp({
  env = {},
  roles = ['web', 'worker'],
  dataDir,
}: AppOptions = {}): Promise<App> {
  if (!existsSync(join(root, '.output/server/index.mjs')))
    throw new Error('There is no build. Run: npm run build')
  const data = dataDir ? { path: dataDir, remove: async () => {} } : await makeTempDir('app')
  const [port] = await freePorts(1)
  const logs = openLogs(data.path)
  const common = { root, logs, healthyMs: 0, report: () => {} }
  const url = `http://127.0.0.1:${port}`
  const parts = new Map<AppPart, ReturnType<typeof startRole>>()
  if (!env.MONGODB_URI) parts.set('database', startDatabase({ ...common, dataDir: data.path }))
  const mongodbUri = env.MONGODB_URI ?? (await parts.get('database')!.firstMessage).uri
  const settings = { env: { CLIPWAY_DEMO: '0', ...env }, host: '127.0.0.1', port, dataDir: data.path, url }
  const roleEnv = serverEnv(settings, mongodbUri)
  // as `npm start` does, where the database is its own
  const connected = (other: AppPart) => ({
    ...common,
    ...(env.MONGODB_URI ? { env: roleEnv } : relayChanges(roleEnv, () => parts.get(other))),
  })
  for (const role of roles) parts.set(role, startRole(role, connected(role === 'web' ? 'worker' : 'web')))

  const part = (name: AppPart) => {
    const found = parts.get(name)
    if (!found) throw new Error(`this app runs without a ${name}`)
    return found
  }
  const stop = async () => {
    await Promise.all(roles.map((role) => part(role).stop()))
    await parts.get('database')?.stop()
    logs.close()
    await data.remove()
  }
  const log = (name: AppPart) => readFile(logs.pathOf(name), 'utf8')
  try {
    await Promise.all([...parts.values()].map(({ ready }) => ready))
  } catch (error) {
    await stop()
    throw error
  }
  return {
    url,
    dataDir: data.path,
    mongodbUri,
    pid: (name) => part(name).pid,
    kill: (name) => part(name).kill(),
    ready: async (name) => void (await part(name).ready),
    log,
    memory: async (name) => residentBytes(await readFile(`/proc/${part(name).pid}/status`, 'utf8')),
    stop,
  }
}

function residentBytes(status: string): number {
  const [, kibibytes] = /^VmRSS:\s+(\d+) kB$/m.exec(status) ?? []
  return Number(kibibytes) * 1024
}

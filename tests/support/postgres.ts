import { spawnSync } from 'node:child_process'
import { chownSync, globSync } from 'node:fs'
import pg from 'pg'
import { isRoot, needProgram, runCommand, startServer, type ServerProcess } from './server-process.ts'
import { makeTempDir } from './temp-dir.ts'

const INSTALL = 'apt-get install -y postgresql (or brew install postgresql)'

export interface TestPostgres {
  /** For DATABASE_URL; a fresh, empty database. */
  url: string
  stop(): Promise<void>
  /** kill -9 of the server, as when the machine goes; `start` recovers. */
  kill(): Promise<void>
  start(): Promise<void>
}

/** A PostgreSQL server of the test's own: new cluster, unix socket in a private folder, no port. */
export async function startPostgres(): Promise<TestPostgres> {
  const folders = globSync('/usr/lib/postgresql/*/bin').sort().reverse()
  const postgres = needProgram('postgres', INSTALL, folders)
  const initdb = needProgram('initdb', INSTALL, folders)
  const folder = await makeTempDir('pg')
  const user = isRoot() ? 'postgres' : undefined
  if (user) giveTo(user, folder.path)
  const data = `${folder.path}/data`
  initialise(initdb, data, user)

  const url = `postgres://postgres@/postgres?host=${encodeURIComponent(folder.path)}`
  const settings = ['listen_addresses=', `unix_socket_directories=${folder.path}`, 'fsync=off']
  const launch = () =>
    startServer({
      name: 'PostgreSQL',
      command: postgres,
      args: ['-D', data, ...settings.flatMap((setting) => ['-c', setting])],
      user,
      stopSignal: 'SIGINT',
      isReady: () => answers(url),
    })
  let server: ServerProcess = await launch()
  return {
    url,
    stop: async () => {
      await server.stop()
      await folder.remove()
    },
    kill: async () => {
      const backends = childrenOf(server.pid)
      await server.kill()
      // they would go on answering for a moment, and hold the memory that a new server needs
      for (const pid of backends) killIfThere(pid)
    },
    start: async () => {
      server = await launch()
    },
  }
}

/** PostgreSQL refuses to run as root. */
function initialise(initdb: string, data: string, user: string | undefined): void {
  const args = ['-D', data, '-U', 'postgres', '-A', 'trust', '-E', 'UTF8', '--locale=C.UTF-8', '--no-sync']
  if (user)
    runCommand('setpriv', [`--reuid=${user}`, `--regid=${user}`, '--clear-groups', '--', initdb, ...args])
  else runCommand(initdb, args)
}

function giveTo(user: string, path: string): void {
  const ask = (flag: string) => Number(spawnSync('id', [flag, user], { encoding: 'utf8' }).stdout)
  chownSync(path, ask('-u'), ask('-g'))
}

function childrenOf(pid: number): number[] {
  const pgrep = needProgram('pgrep', 'apt-get install -y procps')
  const found = spawnSync(pgrep, ['-P', String(pid)], { encoding: 'utf8' })
  return found.stdout.trim().split('\n').filter(Boolean).map(Number)
}

function killIfThere(pid: number): void {
  try {
    process.kill(pid, 'SIGKILL')
  } catch {
    // it ended by itself when it saw the server gone
  }
}

async function answers(url: string): Promise<boolean> {
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 1_000 })
  client.on('error', () => undefined)
  try {
    await client.connect()
    await client.query('select 1')
    return true
  } finally {
    await client.end()
  }
}

import { fork, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { z } from 'zod'

export interface MongoHost {
  uri: string
  pid: number
  /** Ends it as a shutdown does, and removes its data. */
  stop(): Promise<void>
  /** kill -9; the data stays for `restart`. */
  kill(): Promise<void>
  /** Starts it again on the same data and at the same address. */
  restart(): Promise<void>
}

const Ready = z.object({ ready: z.literal(true), uri: z.string() })
const hostScript = fileURLToPath(new URL('../../embedded/host.ts', import.meta.url))

/** A database of its own for a test file: the embedded host on a fresh temporary directory. */
export async function startMongo(): Promise<MongoHost> {
  const dataDir = await mkdtemp(join(tmpdir(), 'clipway-mongo-'))
  let host = await launch(dataDir)
  return {
    uri: host.uri,
    get pid() {
      return host.child.pid ?? 0
    },
    async stop() {
      await end(host.child, 'SIGTERM')
      await rm(dataDir, { recursive: true, force: true })
    },
    kill: () => end(host.child, 'SIGKILL'),
    async restart() {
      await end(host.child, 'SIGKILL')
      host = await launch(dataDir)
    },
  }
}

async function launch(dataDir: string): Promise<{ child: ChildProcess; uri: string }> {
  // fork: the host ends by itself when the channel to a killed test runner closes
  const child = fork(hostScript, [dataDir], { execArgv: [], stdio: ['ignore', 'pipe', 'inherit', 'ipc'] })
  const line = await Promise.race([once(child.stdout!, 'data'), once(child, 'exit')])
  if (child.exitCode !== null || child.signalCode) throw new Error('the database host did not start')
  const { uri } = Ready.parse(JSON.parse(String(line[0])))
  return { child, uri }
}

async function end(child: ChildProcess, signal: 'SIGTERM' | 'SIGKILL'): Promise<void> {
  if (child.exitCode !== null || child.signalCode) return
  child.kill(signal)
  await once(child, 'exit')
}

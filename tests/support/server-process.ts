import { spawn, spawnSync, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { existsSync } from 'node:fs'
import { delimiter, join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'

export interface ServerCommand {
  name: string
  command: string
  args: string[]
  env?: NodeJS.ProcessEnv
  cwd?: string
  /** Account to run under; only root may ask. */
  user?: string
  /** What ends it cleanly. */
  stopSignal?: NodeJS.Signals
  /** Asked again and again until it is true. */
  isReady(): Promise<boolean>
  readyTimeoutMs?: number
}

export interface ServerProcess {
  pid: number
  stop(): Promise<void>
  /** kill -9 */
  kill(): Promise<void>
  signal(signal: NodeJS.Signals): void
  output(): string
}

/**
 * Starts a real server and waits until it answers.
 * @throws with the server's own last words when it ends or stays silent: a suite that needs it must fail
 */
export async function startServer(server: ServerCommand): Promise<ServerProcess> {
  const [command, args] = withParent(server)
  const child = spawn(command, args, {
    env: { ...process.env, ...server.env },
    cwd: server.cwd,
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  let output = ''
  const keep = (text: Buffer) => (output = (output + text.toString()).slice(-8_000))
  child.stdout.on('data', keep)
  child.stderr.on('data', keep)
  child.on('error', (error) => (output += `\n${error.message}`))
  const end = (signal: NodeJS.Signals) => endChild(child, signal)
  try {
    await untilReady(server, child)
  } catch (error) {
    await end('SIGKILL')
    throw new Error(`${server.name} ${(error as Error).message}. It said:\n${output}`, { cause: error })
  }
  return {
    pid: child.pid!,
    stop: () => end(server.stopSignal ?? 'SIGTERM'),
    kill: () => end('SIGKILL'),
    signal: (signal) => void child.kill(signal),
    output: () => output,
  }
}

/** Path of a program on PATH or in one of the extra folders; undefined where it is not installed. */
function findProgram(name: string, folders: string[] = []): string | undefined {
  const places = [...folders, ...(process.env.PATH ?? '').split(delimiter), '/usr/sbin', '/usr/local/bin']
  return places.map((folder) => join(folder, name)).find((path) => existsSync(path))
}

/** @throws naming what to install */
export function needProgram(name: string, install: string, folders: string[] = []): string {
  const path = findProgram(name, folders)
  if (!path) throw new Error(`${name} is needed for this suite and is not installed. Run: ${install}`)
  return path
}

export function isRoot(): boolean {
  return process.getuid?.() === 0
}

/** Through setpriv, so that a server never outlives a test run that was killed. */
function withParent(server: ServerCommand): [string, string[]] {
  const setpriv = findProgram('setpriv')
  if (!setpriv) return [server.command, server.args]
  const death = (server.stopSignal ?? 'SIGTERM').replace(/^SIG/, '')
  const user = server.user ? [`--reuid=${server.user}`, `--regid=${server.user}`, '--clear-groups'] : []
  return [setpriv, [...user, `--pdeathsig=${death}`, '--', server.command, ...server.args]]
}

async function untilReady(server: ServerCommand, child: ChildProcess): Promise<void> {
  const deadline = Date.now() + (server.readyTimeoutMs ?? 20_000)
  while (Date.now() < deadline) {
    if (hasEnded(child))
      throw new Error(`ended at once (${child.exitCode ?? child.signalCode ?? 'not started'})`)
    if (await server.isReady().catch(() => false)) return
    await sleep(50)
  }
  throw new Error('did not get ready in time')
}

async function endChild(child: ChildProcess, signal: NodeJS.Signals): Promise<void> {
  if (hasEnded(child)) return
  const ended = once(child, 'exit')
  child.kill(signal)
  const hasStopped = await Promise.race([ended.then(() => true), sleep(10_000, false, { ref: false })])
  if (!hasStopped) {
    child.kill('SIGKILL')
    await ended
  }
}

function hasEnded(child: ChildProcess): boolean {
  return child.pid === undefined || child.exitCode !== null || child.signalCode !== null
}

/** Runs a command to its end. */
export function runCommand(command: string, args: string[], env: NodeJS.ProcessEnv = {}): void {
  const result = spawnSync(command, args, { encoding: 'utf8', env: { ...process.env, ...env } })
  if (result.status === 0) return
  throw new Error(`${command} ${args.join(' ')} failed:\n${result.stdout}${result.stderr}`)
}

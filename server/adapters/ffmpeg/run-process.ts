import { spawn, type ChildProcess } from 'node:child_process'
import { constants, setPriority } from 'node:os'
import { Unavailable } from '../../errors.ts'
import { logger } from '../../logger.ts'
import { failureOf } from './failure-reason.ts'
import type { RunLimits } from './port.ts'
import { confined, type Sandbox } from './sandbox.ts'

const STDERR_KEPT_BYTES = 16 * 1024
/** After SIGTERM ffmpeg finalises its outputs; a second is plenty, since they are thrown away. */
const GRACE_MS = 1000

export interface ProcessCall {
  command: string[]
  folder: string
  limits: RunLimits
  sandbox: Sandbox
  isLowPriority?: boolean
  signal?: AbortSignal
  onStdout: (chunk: Buffer) => void
}

/** Starts one tool without a shell and waits for its good end. */
export async function runProcess(call: ProcessCall): Promise<void> {
  call.signal?.throwIfAborted()
  const [command, ...args] = confined(call.command, call.limits, call.sandbox)
  const child = spawn(command, args, {
    cwd: call.folder,
    env: environment(),
    stdio: ['ignore', 'pipe', 'pipe'],
    windowsHide: true,
  })
  if (call.isLowPriority) lowerPriority(child)
  let stderr = ''
  child.stdout.on('data', call.onStdout)
  child.stderr.on('data', (chunk: Buffer) => {
    stderr = (stderr + chunk.toString('utf8')).slice(-STDERR_KEPT_BYTES)
  })
  const { exitCode, signal, isTimedOut } = await ended(child, call)
  call.signal?.throwIfAborted()
  if (exitCode === 0) return
  const failure = failureOf({ exitCode, signal, stderr, isTimedOut })
  logger.warn({ tool: call.command[0], exitCode, signal, stderr: stderr.slice(-2000) }, failure.message)
  throw failure
}

function ended(child: ChildProcess, { limits, signal }: ProcessCall) {
  return new Promise<{ exitCode: number | null; signal: NodeJS.Signals | null; isTimedOut: boolean }>(
    (resolve, reject) => {
      let isTimedOut = false
      let killTimer: NodeJS.Timeout | undefined
      const stop = () => {
        child.kill('SIGTERM')
        killTimer ??= setTimeout(() => child.kill('SIGKILL'), GRACE_MS)
      }
      const wallTimer = setTimeout(() => {
        isTimedOut = true
        stop()
      }, limits.wallSeconds * 1000)
      const settle = () => {
        clearTimeout(wallTimer)
        clearTimeout(killTimer)
        signal?.removeEventListener('abort', stop)
      }
      signal?.addEventListener('abort', stop, { once: true })
      child.once('error', (error) => {
        settle()
        reject(new Unavailable('ffmpeg could not be started.', { cause: error }))
      })
      child.once('close', (exitCode, endSignal) => {
        settle()
        resolve({ exitCode, signal: endSignal, isTimedOut })
      })
    },
  )
}

/** Nothing of ours: no secrets, no proxies, no font or device settings. */
function environment(): NodeJS.ProcessEnv {
  const kept = ['PATH', 'LD_LIBRARY_PATH', 'SystemRoot', 'TEMP']
  const entries = kept
    .map((name) => [name, process.env[name]] as const)
    .filter(([, value]) => value !== undefined)
  return { ...Object.fromEntries(entries), LC_ALL: 'C', AV_LOG_FORCE_NOCOLOR: '1' }
}

function lowerPriority(child: ChildProcess): void {
  try {
    if (child.pid) setPriority(child.pid, constants.priority.PRIORITY_BELOW_NORMAL)
  } catch {
    // it ended already, or the system does not allow it: the run is right at any priority
  }
}

import { execFile } from 'node:child_process'
import { promisify } from 'node:util'
import type { RunLimits } from './port.ts'

const execute = promisify(execFile)

/** What this system offers to confine a process; each is left out where it does not work. */
export interface Sandbox {
  /** A user and network namespace of its own: no network at all. */
  hasUnshare: boolean
  /** The process ends with the worker, also after kill -9. */
  hasSetpriv: boolean
  hasPrlimit: boolean
}

export async function probeSandbox(): Promise<Sandbox> {
  if (process.platform !== 'linux') return { hasUnshare: false, hasSetpriv: false, hasPrlimit: false }
  const [hasUnshare, hasSetpriv, hasPrlimit] = await Promise.all([
    works('unshare', ['-rn', 'true']),
    works('setpriv', ['--pdeathsig', 'KILL', 'true']),
    works('prlimit', ['--core=0', 'true']),
  ])
  return { hasUnshare, hasSetpriv, hasPrlimit }
}

/**
 * The command with its confinement in front. Each wrapper replaces itself, so the process id stays that of the tool.
 * A new user namespace clears the parent-death signal, hence the order.
 */
export function confined(command: string[], limits: RunLimits, sandbox: Sandbox): [string, ...string[]] {
  const [first, ...rest] = [
    ...(sandbox.hasUnshare ? ['unshare', '-rn'] : []),
    ...(sandbox.hasSetpriv ? ['setpriv', '--pdeathsig', 'KILL'] : []),
    ...(sandbox.hasPrlimit ? ['prlimit', '--core=0', ...resourceFlags(limits), '--'] : []),
    ...command,
  ]
  if (first === undefined) throw new Error('confined: no command')
  return [first, ...rest]
}

function resourceFlags({ cpuSeconds, memoryBytes, outputBytes }: RunLimits): string[] {
  return [
    ...(cpuSeconds ? [`--cpu=${Math.ceil(cpuSeconds)}`] : []),
    ...(memoryBytes ? [`--as=${Math.ceil(memoryBytes)}`] : []),
    ...(outputBytes ? [`--fsize=${Math.ceil(outputBytes)}`] : []),
  ]
}

function works(command: string, args: string[]): Promise<boolean> {
  return execute(command, args, { timeout: 3000 }).then(
    () => true,
    () => false,
  )
}

import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import { z } from 'zod'

const Hashed = z.object({ sha256: z.string() })
const Listening = z.object({ url: z.string() })
const script = fileURLToPath(new URL('./upload-process.ts', import.meta.url))

export interface UploadProcess {
  url: string
  /** SIGKILL, SIGSTOP, SIGCONT. */
  signal(signal: NodeJS.Signals): Promise<void>
  /** Leaves only so many bytes free on its disk. */
  fillDisk(freeBytes: number): Promise<void>
  freeDisk(): Promise<void>
  /** SHA-256 of the bytes as that process sees them. */
  hashOf(uploadId: string): Promise<string>
}

/** Another web process on the same databases and folders. */
export function forkUploads(env: Record<string, string>): Promise<UploadProcess> {
  return listen(process.execPath, [script], env)
}

/**
 * A web process whose uploads folder is a disk of that size: a tmpfs in a mount namespace of its own, which no privilege
 * is needed for and which goes with the process.
 */
export function forkUploadsOnSmallDisk(
  env: Record<string, string>,
  diskBytes: number,
): Promise<UploadProcess> {
  const mountAndRun = `mkdir -p "$1/uploads" && mount -t tmpfs -o size=${diskBytes} tmpfs "$1/uploads" && exec "$2" "$3"`
  const dataDir = env.CLIPWAY_DATA ?? ''
  return listen('unshare', ['-rm', 'sh', '-c', mountAndRun, 'sh', dataDir, process.execPath, script], env)
}

async function listen(command: string, args: string[], env: Record<string, string>): Promise<UploadProcess> {
  const child = spawn(command, args, {
    env: { ...process.env, ...env },
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
  })
  const [message] = await Promise.race([once(child, 'message'), once(child, 'exit')])
  const { url } = Listening.parse(message)
  const order = async (message: object) => {
    const done = once(child, 'message')
    child.send(message)
    return (await done)[0] as unknown
  }
  return {
    url,
    signal: (signal) => send(child, signal),
    fillDisk: async (fill) => void (await order({ fill })),
    freeDisk: async () => void (await order({ free: true })),
    hashOf: async (uploadId) => Hashed.parse(await order({ hash: uploadId })).sha256,
  }
}

async function send(child: ChildProcess, signal: NodeJS.Signals): Promise<void> {
  if (child.exitCode !== null || child.signalCode) return
  child.kill(signal)
  if (signal === 'SIGKILL') await once(child, 'exit')
}

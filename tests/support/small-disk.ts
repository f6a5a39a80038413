import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdir } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import { needProgram } from './server-process.ts'

const INSTALL = 'apt-get install -y util-linux (Linux only)'

/**
 * Runs a task of small-disk-process on a file system of 8 MB at `folder`, in a mount namespace of its own: nothing
 * stays mounted, and no root is needed.
 * @returns the message that the task sent
 */
export async function runOnSmallDisk(task: string, folder: string, other: string): Promise<unknown> {
  const unshare = needProgram('unshare', INSTALL)
  await mkdir(folder, { recursive: true })
  const script = fileURLToPath(new URL('small-disk-process.ts', import.meta.url))
  const mount = 'mount -t tmpfs -o size=8m tmpfs "$1" && exec "$0" "$2" "$3" "$1" "$4"'
  const child = spawn(
    unshare,
    ['--mount', '--map-root-user', 'sh', '-c', mount, process.execPath, folder, script, task, other],
    { stdio: ['ignore', 'ignore', 'pipe', 'ipc'] },
  )
  let said = ''
  child.stderr!.on('data', (text: Buffer) => (said += text.toString()))
  let message: unknown
  child.on('message', (value) => (message = value))
  await once(child, 'close')
  if (message === undefined) throw new Error(`${task} on a small disk ended without an answer:\n${said}`)
  return message
}

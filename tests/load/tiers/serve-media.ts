import { fork } from 'node:child_process'
import { once } from 'node:events'
import { readFile } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'

export interface MediaServer {
  url: string
  /** Most that the process ever held. */
  peakBytes(): Promise<number>
  stop(): Promise<void>
}

const script = fileURLToPath(new URL('../../support/endpoint-process.ts', import.meta.url))

/** The media routes in a process of their own, on these databases, without a build. */
export async function serveMedia(env: Record<string, string>): Promise<MediaServer> {
  const child = fork(script, ['/cdn'], {
    env: { ...process.env, ...env },
    execArgv: [],
    stdio: ['ignore', 'pipe', 'inherit', 'ipc'],
  })
  const url = await new Promise<string>((resolve, reject) => {
    let text = ''
    child.once('exit', () => reject(new Error('the media server ended at once')))
    child.stdout!.on('data', (chunk: Buffer) => {
      const found = /SERVING (\S+)/.exec((text += chunk.toString()))
      if (found) resolve(found[1]!)
    })
  })
  return {
    url,
    peakBytes: () => peakOf(child.pid!),
    stop: async () => {
      const ended = once(child, 'exit')
      child.kill()
      await ended
    },
  }
}

/** proc(5), status, VmHWM. */
async function peakOf(pid: number): Promise<number> {
  const status = await readFile(`/proc/${pid}/status`, 'utf8')
  return Number(/VmHWM:\s+(\d+) kB/.exec(status)?.[1] ?? Number.NaN) * 1024
}

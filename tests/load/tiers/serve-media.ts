import { fork } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import { peakMemory } from '../../support/peak-memory.ts'

export interface MediaServer {
  url: string
  /** Most that the process ever held. */
  peakBytes(): number
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
    peakBytes: () => peakMemory(child.pid!),
    stop: async () => {
      const ended = once(child, 'exit')
      child.kill()
      await ended
    },
  }
}

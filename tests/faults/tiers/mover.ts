import { fork, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { Done, Order } from '../tier-mover-process.ts'

const script = fileURLToPath(new URL('../tier-mover-process.ts', import.meta.url))

/** Processes that move videos; the next one is ready when one was killed, so that a kill costs little time. */
export class Movers {
  private readonly env: Record<string, string>
  private ready: Promise<ChildProcess>
  private current: Promise<ChildProcess>
  kills = 0

  constructor(env: Record<string, string>) {
    this.env = env
    this.current = this.start()
    this.ready = this.start()
  }

  /** @returns what it says at its end; null when it was killed on the way */
  async run(order: Order): Promise<Done | null> {
    const child = await this.current
    const over = new AbortController()
    const ended = Promise.race([
      once(child, 'message', over).then(([done]) => done as Done),
      once(child, 'exit', over).then(() => null),
    ])
    child.send(order)
    const done = await ended
    over.abort()
    if (!done) this.next()
    return done
  }

  /** Lets it work for so long, then kills it. */
  async killAfter(order: Order, milliseconds: number): Promise<void> {
    const child = await this.current
    child.send(order)
    await new Promise((resolve) => setTimeout(resolve, milliseconds))
    const exit = once(child, 'exit')
    child.kill('SIGKILL')
    await exit
    this.next()
  }

  async stop(): Promise<void> {
    for (const child of await Promise.all([this.current, this.ready])) child.kill('SIGKILL')
  }

  private next(): void {
    this.kills++
    this.current = this.ready
    this.ready = this.start()
  }

  private async start(): Promise<ChildProcess> {
    // half of a start is reading the server's source, which is the same each time
    const env = { ...process.env, NODE_COMPILE_CACHE: join(tmpdir(), 'clipway-compiled'), ...this.env }
    const child = fork(script, { env, execArgv: process.execArgv })
    await once(child, 'message')
    return child
  }
}

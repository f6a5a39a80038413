import { fork } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import type { LoadAsked } from './load-process.ts'
import type { LoadRun } from './open-loop.ts'

export interface Load {
  pid: number
  /** @throws when the process ends before it is over */
  run(asked: LoadAsked): Promise<LoadRun>
  stop(): Promise<void>
}

/**
 * A process that does nothing but ask: what else a bench holds in memory would be collected beside the server, on the
 * same processors. Its own collector has one helper, for the same reason.
 * @param operations a module that exports `operationsOf(input, chance)`
 */
export function startLoad(operations: URL, input: object): Load {
  const script = fileURLToPath(new URL('load-process.ts', import.meta.url))
  const execArgv = ['--disable-warning=ExperimentalWarning', '--v8-pool-size=1']
  const child = fork(script, [fileURLToPath(operations)], { execArgv })
  const ended = once(child, 'exit')
  child.send({ input })
  return {
    pid: child.pid!,
    async run(asked) {
      child.send(asked)
      const answer = await Promise.race([once(child, 'message'), ended.then(() => null)])
      if (!answer) throw new Error('The process that asks has ended before its time.')
      return answer[0] as LoadRun
    },
    async stop() {
      child.kill()
      await ended
    },
  }
}

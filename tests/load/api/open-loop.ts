import { request, type Agent } from 'node:http'
import { round } from './figures.ts'
import { lightHttp } from './light-http.ts'
import type { Operation, OperationRequest } from './workload.ts'

export interface Sample {
  operation: string
  kind: 'read' | 'write'
  /** From the moment at which it was to begin, so that a server that stalls is charged for all who waited. */
  ms: number
  status: number
}

/** How often it looks whether somebody is due. */
const TICK_MS = 1
const PATIENCE_MS = 20_000

export interface LoadRun {
  samples: Sample[]
  /** Milliseconds that a timer of this process, which does next to nothing, came late for the worst hundredth of the time. */
  delayP99: number
}

export interface LoadOptions {
  url: string
  operations: readonly Operation[]
  /** Requests a second over all operations. */
  rate: number
  seconds: number
  chance: () => number
}

/**
 * An open loop: requests begin when their time has come, whether or not those before them were answered (the waiting of a
 * closed loop hides stalls: "coordinated omission"). Times between them are those of independent people (exponential).
 */
export async function runOpenLoop({ url, operations, rate, seconds, chance }: LoadOptions): Promise<LoadRun> {
  const http = lightHttp(url, PATIENCE_MS)
  const pick = picker(operations, chance)
  const samples: Sample[] = []
  const running = new Set<Promise<void>>()
  const startedAt = performance.now()
  let due = startedAt
  let lastTick = startedAt
  const gaps: number[] = []
  await new Promise<void>((resolve) => {
    const timer = setInterval(() => {
      const now = performance.now()
      gaps.push(now - lastTick)
      lastTick = now
      while (due <= now) {
        if (due - startedAt > seconds * 1000) {
          clearInterval(timer)
          return resolve()
        }
        begin(due)
        due += (-Math.log(1 - chance()) * 1000) / rate
      }
    }, TICK_MS)
  })
  await Promise.all(running)
  http.close()
  return { samples, delayP99: worstHundredth(gaps) }

  function begin(intendedAt: number): void {
    const operation = pick()
    const sent = http.ask(operation.request()).then((status) => {
      samples.push({
        operation: operation.name,
        kind: operation.kind,
        ms: performance.now() - intendedAt,
        status,
      })
      running.delete(sent)
    })
    running.add(sent)
  }
}

/** The status; 0 for a connection that broke or an answer that never came. */
export function ask(
  url: string,
  { method, path, token, body }: OperationRequest,
  agent?: Agent,
  patienceMs = PATIENCE_MS,
): Promise<number> {
  return new Promise((resolve) => {
    const json = body === undefined ? undefined : JSON.stringify(body)
    const call = request(
      url + path,
      {
        method,
        agent,
        timeout: patienceMs,
        headers: {
          authorization: `Bearer ${token}`,
          ...(json !== undefined && {
            'content-type': 'application/json',
            'content-length': Buffer.byteLength(json),
          }),
        },
      },
      (response) => {
        response.resume()
        response.on('end', () => resolve(response.statusCode ?? 0))
        response.on('error', () => resolve(0))
      },
    )
    call.on('timeout', () => call.destroy())
    call.on('error', () => resolve(0))
    call.end(json)
  })
}

/** The gap between ticks that somebody who comes at any moment falls into, or a longer one, in one case of a hundred. */
function worstHundredth(gaps: readonly number[]): number {
  const longest = [...gaps].sort((a, b) => b - a)
  let left = longest.reduce((sum, gap) => sum + gap, 0) / 100
  const gap = longest.find((each) => (left -= each) <= 0) ?? 0
  return round(Math.max(0, gap - TICK_MS))
}

function picker(operations: readonly Operation[], chance: () => number): () => Operation {
  const total = operations.reduce((sum, { weight }) => sum + weight, 0)
  return () => {
    let place = chance() * total
    return operations.find(({ weight }) => (place -= weight) < 0) ?? operations[0]!
  }
}

import mongoose from 'mongoose'
import { z } from 'zod'
import { ask } from './open-loop.ts'
import { Agent } from 'node:http'
import { median, round } from './figures.ts'
import { videoPath, type OperationRequest } from './workload.ts'
import { COLD_VIDEO, HOT_VIDEO, type Sizes } from '../seed/sizes.ts'
import type { BenchPerson } from './people.ts'

export interface HotAndCold {
  /** Times of the video that everybody likes over those of the one that nobody knows. */
  hotReadRatio: number
  hotLikeRatio: number
  /** A bare answer of the same server, and how much longer it takes to read a video. */
  healthzMs: number
  readOverHealthz: number
  /** Bytes of the database's journal for one like. */
  hotLikeBytes: number | null
  coldLikeBytes: number | null
}

/** One after the other and in turn, so that whatever else the machine does meets both alike. */
export async function compareHotAndCold(
  url: string,
  sizes: Sizes,
  people: readonly BenchPerson[],
  turns: number,
): Promise<HotAndCold> {
  const agent = new Agent({ keepAlive: true, maxSockets: 1 })
  const hot = videoPath(HOT_VIDEO, sizes)
  const cold = videoPath(COLD_VIDEO, sizes)
  const token = people[0]!.token
  const get = (path: string): OperationRequest => ({ method: 'GET', path, token })
  const time = async (request: OperationRequest) => {
    const startedAt = performance.now()
    const status = await ask(url, request, agent)
    if (status < 200 || status > 299)
      throw new Error(`${request.method} ${request.path} was answered with ${status}`)
    return performance.now() - startedAt
  }
  const paths = { hot, cold }
  const health: number[] = []
  const reads = { hot: [] as number[], cold: [] as number[] }
  for (let turn = 0; turn < turns; turn++) {
    health.push(await time(get('/healthz')))
    for (const name of inTurn(turn)) reads[name].push(await time(get(paths[name])))
  }
  const likes = { hot: [] as number[], cold: [] as number[] }
  for (let turn = 0; turn < turns; turn++) {
    const { token: owner } = people[turn % people.length]!
    // each like that is timed is a new one
    for (const name of inTurn(turn))
      await time({ method: 'DELETE', path: `${paths[name]}/like`, token: owner })
    for (const name of inTurn(turn)) {
      likes[name].push(await time({ method: 'POST', path: `${paths[name]}/like`, token: owner }))
    }
  }
  const bytesOfLikes = async (path: string) => {
    const before = await journalBytes()
    for (const person of people.slice(0, 50)) {
      await time({ method: 'DELETE', path: `${path}/like`, token: person.token })
      await time({ method: 'POST', path: `${path}/like`, token: person.token })
    }
    const after = await journalBytes()
    return before === null || after === null ? null : Math.round((after - before) / 100)
  }
  const [hotLikeBytes, coldLikeBytes] = [await bytesOfLikes(hot), await bytesOfLikes(cold)]
  agent.destroy()
  return {
    hotReadRatio: round(median(reads.hot) / median(reads.cold), 2),
    hotLikeRatio: round(median(likes.hot) / median(likes.cold), 2),
    healthzMs: round(median(health), 2),
    readOverHealthz: round(median(reads.hot) / median(health), 1),
    hotLikeBytes,
    coldLikeBytes,
  }
}

/** Who comes second finds the processor's caches warm: each does every other time. */
function inTurn(turn: number): readonly ('hot' | 'cold')[] {
  return turn % 2 ? ['hot', 'cold'] : ['cold', 'hot']
}

const Status = z.looseObject({
  wiredTiger: z.looseObject({ log: z.looseObject({ 'log bytes written': z.coerce.number() }) }),
})

/** Null where the engine does not say. */
async function journalBytes(): Promise<number | null> {
  const status = Status.safeParse(await mongoose.connection.db!.admin().serverStatus())
  return status.success ? status.data.wiredTiger.log['log bytes written'] : null
}

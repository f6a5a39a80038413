import mongoose from 'mongoose'
import { z } from 'zod'
import type { UserActor } from '../../../server/accounts/actor.ts'
import { getVideo } from '../../../server/videos/get-video.ts'
import { presentOneVideo } from '../../../server/videos/present-videos.ts'
import { explainQuery, watchQueries, type SeenQuery } from '../../support/routes/watch-queries.ts'

export interface Examined {
  queries: number
  /** Documents and index keys that the database looked at to show the video once, over all of its queries. */
  documents: number
  keys: number
  hasScan: boolean
}

/** Shows a video as its route does, and asks the database how each of the queries found what it found. */
export async function examineRead(actor: UserActor, videoId: string): Promise<Examined> {
  const queries = watchQueries()
  await presentOneVideo(actor, await getVideo(actor, videoId))
  const seen = queries.take().filter(({ name }) => name === 'find' || name === 'aggregate')
  const all = await Promise.all(seen.map((query) => examine(query)))
  const stages = (await Promise.all(seen.map((query) => explainQuery(query)))).flat()
  return {
    queries: seen.length,
    documents: sum(all.map(({ totalDocsExamined }) => totalDocsExamined)),
    keys: sum(all.map(({ totalKeysExamined }) => totalKeysExamined)),
    hasScan: stages.some(({ stage }) => stage === 'COLLSCAN' || stage === 'SORT'),
  }
}

const Statistics = z.object({ totalDocsExamined: z.coerce.number(), totalKeysExamined: z.coerce.number() })

async function examine({ command }: SeenQuery): Promise<z.infer<typeof Statistics>> {
  const { $db, lsid, $readPreference, ...bare } = command
  const answer: unknown = await mongoose.connection.db!.command({
    explain: bare,
    verbosity: 'executionStats',
  })
  return findStatistics(answer) ?? { totalDocsExamined: Number.NaN, totalKeysExamined: Number.NaN }
}

/** An aggregation has them deeper inside than a find. */
function findStatistics(value: unknown): z.infer<typeof Statistics> | undefined {
  if (typeof value !== 'object' || value === null) return undefined
  const own = Statistics.safeParse(value)
  if (own.success) return own.data
  return Object.values(value).map(findStatistics).find(Boolean)
}

const sum = (numbers: number[]) => numbers.reduce((all, one) => all + one, 0)

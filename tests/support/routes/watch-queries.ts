import mongoose from 'mongoose'
import { z } from 'zod'

/** A command that looks for documents, as the driver sent it. */
export interface SeenQuery {
  name: string
  collection: string
  command: Record<string, unknown>
}

/** With it in MONGODB_URI the driver tells of every command. */
export const MONITORED = 'monitorCommands=true'
const SEARCHING = ['find', 'aggregate', 'count', 'distinct', 'update', 'delete', 'findAndModify'] as const
/** Of the driver and the connection, which explain does not take. */
const ENVELOPE = ['$db', 'lsid', '$clusterTime', '$readPreference', 'writeConcern', 'readConcern', 'comment']

/** Every searching command from now on, until it is read. */
export function watchQueries(): { take(): SeenQuery[] } {
  let seen: SeenQuery[] = []
  mongoose.connection.getClient().on('commandStarted', ({ commandName, command }) => {
    if (SEARCHING.some((name) => name === commandName))
      seen.push({ name: commandName, collection: String(command[commandName]), command: { ...command } })
  })
  return {
    take() {
      const taken = seen
      seen = []
      return taken
    },
  }
}

/** The stages of the plan that the database chooses for it, from the top, each with what decides whether it is bounded. */
export async function explainQuery({ command }: SeenQuery): Promise<PlanStage[]> {
  const bare = Object.fromEntries(Object.entries(command).filter(([key]) => !ENVELOPE.includes(key)))
  const plans = await Promise.all(eachStatement(bare).map((one) => explain(one)))
  return plans.flatMap(stagesIn)
}

export interface PlanStage {
  stage: string
  /** A sort keeps no more than so many; absent for a sort of everything. */
  limitAmount?: number
}

function explain(command: Record<string, unknown>): Promise<unknown> {
  return mongoose.connection.db!.command({ explain: command, verbosity: 'queryPlanner' })
}

/** An update or delete of several statements is explained one by one. */
function eachStatement(command: Record<string, unknown>): Record<string, unknown>[] {
  for (const list of ['updates', 'deletes']) {
    const statements = command[list]
    if (Array.isArray(statements)) return statements.map((one) => ({ ...command, [list]: [one] }))
  }
  return [command, ...lookupsIn(command)]
}

const Lookup = z.looseObject({
  $lookup: z.looseObject({
    from: z.string(),
    foreignField: z.string(),
    pipeline: z.array(z.unknown()).default([]),
  }),
})

/** What an aggregation looks up elsewhere runs once for each of its documents, and is not explained with it. */
function lookupsIn({ pipeline }: Record<string, unknown>): Record<string, unknown>[] {
  if (!Array.isArray(pipeline)) return []
  return pipeline.flatMap((stage) => {
    const lookup = Lookup.safeParse(stage)
    if (!lookup.success) return []
    const { from, foreignField, pipeline: inner } = lookup.data.$lookup
    const match = { $match: { [foreignField]: new mongoose.Types.ObjectId() } }
    return [{ aggregate: from, pipeline: [match, ...inner], cursor: {} }]
  })
}

const Stage = z.looseObject({ stage: z.string(), limitAmount: z.number().optional() })
/** Plans that were not chosen, and what was asked rather than how it is found. */
const NOT_CHOSEN = ['rejectedPlans', 'command', 'parsedQuery', 'filter', 'indexBounds', '$lookup']

function stagesIn(value: unknown): PlanStage[] {
  if (typeof value !== 'object' || value === null) return []
  const own = Stage.safeParse(value)
  const inner = Object.entries(value).filter(([key]) => !NOT_CHOSEN.includes(key))
  return [
    ...(own.success ? [{ stage: own.data.stage, limitAmount: own.data.limitAmount }] : []),
    // of an aggregation: sorting behind the cursor
    ...('$sort' in value ? [{ stage: 'SORT', limitAmount: sortLimit(value) }] : []),
    ...inner.flatMap(([, each]) => stagesIn(each)),
  ]
}

function sortLimit(stage: object): number | undefined {
  return 'limit' in stage && typeof stage.limit === 'number' ? stage.limit : undefined
}

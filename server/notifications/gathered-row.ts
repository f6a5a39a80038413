import type { Types, PipelineStage } from 'mongoose'
import { MAX_ENTRIES } from './notification.model.ts'

export interface NotificationEntry {
  thing: string
  /** Null where the server speaks. */
  actorId?: Types.ObjectId | null
  subject: string
  url: string
  date: Date
}

type Update = Extract<PipelineStage, { $set: unknown }>[]

/** Puts a thing in front of those that a row has gathered; as one atomic update, for a row that is there or is made by it. */
export function addEntry(kind: string, entry: NotificationEntry): Update {
  // text from people stands in it, and a leading dollar sign would be read as a field
  const added = { $literal: entry }
  return [
    {
      $set: {
        kind,
        count: { $add: [{ $ifNull: ['$count', 0] }, 1] },
        actorCount: { $add: [{ $ifNull: ['$actorCount', 0] }, isNewActor(entry.actorId)] },
        entries: { $slice: [{ $concatArrays: [[added], entries] }, MAX_ENTRIES] },
        url: { $literal: entry.url },
        date: entry.date,
      },
    },
  ]
}

/** Takes out every entry that `matches` (an expression over `$$entry`) and counts anew; `count` 0 means that nothing is left. */
export function dropEntries(matches: object): Update {
  return [
    {
      $set: {
        kept: { $filter: { input: '$entries', as: 'entry', cond: { $not: [matches] } } },
        unnamedActors: { $subtract: ['$actorCount', distinctActors('$entries')] },
      },
    },
    {
      $set: {
        count: { $subtract: ['$count', { $subtract: [{ $size: '$entries' }, { $size: '$kept' }] }] },
        actorCount: { $add: [distinctActors('$kept'), '$unnamedActors'] },
        entries: '$kept',
        url: { $ifNull: [{ $first: '$kept.url' }, '$url'] },
        date: { $ifNull: [{ $first: '$kept.date' }, '$date'] },
      },
    },
    { $unset: ['kept', 'unnamedActors'] } as never,
  ]
}

const entries = { $ifNull: ['$entries', []] }

function isNewActor(actorId: NotificationEntry['actorId']) {
  if (!actorId) return 0
  const known = { $ifNull: ['$entries.actorId', []] }
  return { $cond: [{ $in: [actorId, known] }, 0, 1] }
}

function distinctActors(input: string) {
  const actors = { $setDifference: [{ $setUnion: [`${input}.actorId`, []] }, [null]] }
  return { $size: actors }
}

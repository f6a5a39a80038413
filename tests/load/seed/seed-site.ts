import mongoose from 'mongoose'
import { ensureIndexes } from '../../../server/database.ts'
import '../../../server/all-models.ts'
import * as documents from './documents.ts'
import { fill, type Progress } from './fill.ts'
import * as peopleThings from './people-things.ts'
import { engagements } from './rows.ts'
import { SEARCHED, withSearchWords } from './search-words.ts'
import type { Site } from './site.ts'
import type { Sizes } from './sizes.ts'

/** Collections in the order in which they are filled: chance is drawn in it, so it belongs to the seed. */
const COLLECTIONS: Record<string, (site: Site) => Iterable<object>> = {
  users: documents.users,
  topics: documents.topics,
  'video-metadata': documents.videos,
  packs: documents.packs,
  'video-affinities': documents.videoAffinities,
  clips: documents.clips,
  comments: documents.comments,
  relationships: peopleThings.relationships,
  'user-affinities': peopleThings.userAffinities,
  'watch-records': peopleThings.watchRecords,
  notifications: peopleThings.notifications,
  'caption-segments': peopleThings.captionSegments,
  engagements: engagements,
}

/** About how many documents that makes, for saying how far it is. */
export function countDocuments(sizes: Sizes): number {
  const { users, videos, clips, comments, engagements } = sizes
  const busy = 2 * Math.min(peopleThings.BUSY_PEOPLE, users) * peopleThings.pastOf(sizes)
  return users * 5 + videos * 5 + clips + comments + engagements + busy
}

export interface Seeded {
  counts: Record<string, number>
  fillSeconds: number
  indexSeconds: number
}

/** Fills the connected, empty database. Indexes are made afterwards: sorted at once they cost half of what they cost row by row. */
export async function seedSite(site: Site, progress: Progress, say: (text: string) => void): Promise<Seeded> {
  const startedAt = performance.now()
  const counts: Record<string, number> = {}
  for (const [name, make] of Object.entries(COLLECTIONS)) {
    const documents = name in SEARCHED ? withSearchWords(name, make(site)) : make(site)
    counts[name] = await fill(name, documents, progress)
  }
  const filledAt = performance.now()
  say('making the indexes')
  await ensureIndexes()
  // journaled, and so with everything before it
  await mongoose.connection.db!.collection('bench').insertOne({}, { writeConcern: { w: 1, journal: true } })
  await mongoose.connection.db!.collection('bench').drop()
  const seconds = (from: number, to: number) => Math.round((to - from) / 100) / 10
  return {
    counts,
    fillSeconds: seconds(startedAt, filledAt),
    indexSeconds: seconds(filledAt, performance.now()),
  }
}

import { trusted, type Types } from 'mongoose'
import { ALL_TOPICS, SCORE_FACTORS, type QueuedItemView, type QueueOfView } from '#shared/recommendations'
import type { UserActor } from '../accounts/actor.ts'
import { User } from '../accounts/user.model.ts'
import { record } from '../audit/record.ts'
import { Clip, type ClipDocument } from '../clips/clip.model.ts'
import { NotFound } from '../errors.ts'
import { Video, type VideoDocument } from '../videos/video.model.ts'
import { multiplierOf } from './multipliers.ts'
import { unpackReason, type Reason } from './packed-reason.ts'
import { readMultipliers } from './read-multipliers.ts'
import { Recommendation } from './recommendation.model.ts'

/**
 * What stands in somebody's queue with all the numbers behind it, for administrators. It tells what somebody cares for,
 * so that it is written down who looked.
 * @throws NotFound when there is nobody of that name
 */
export async function readQueueOf(actor: UserActor, username: string, topic: string): Promise<QueueOfView> {
  const person = await User.findOne({ username }, { _id: 1 }).lean()
  if (!person) throw new NotFound('There is nobody of that name.')
  const row = await Recommendation.findOne({ userId: person._id }).lean<StoredQueue>()
  await record(actor, { action: 'READ_QUEUE', target: `user:${person._id.toHexString()}` })
  const ids = (row?.topicSequences?.[topic] ?? []).map(String)
  const reasons = row?.reasons?.[topic] ?? []
  return {
    builtAt: row?.builtAt?.toISOString() ?? null,
    isOwn: row?.isOwn === true,
    topics: Object.keys(row?.topicSequences ?? {}).sort((a, b) => Number(b === ALL_TOPICS) - Number(a === ALL_TOPICS) || (a < b ? -1 : 1)), // prettier-ignore
    items: await presentItems(ids.map((id, index) => ({ id, reason: unpackReason(reasons[index]) }))),
  }
}

interface StoredQueue {
  topicSequences?: Record<string, Types.ObjectId[]>
  reasons?: Record<string, string[]>
  builtAt?: Date
  isOwn?: boolean
}

interface Queued {
  id: string
  reason: Reason | null
}

/** What was deleted since it was queued is left out. */
async function presentItems(queued: readonly Queued[]): Promise<QueuedItemView[]> {
  const things = await readThings(queued.map(({ id }) => id))
  const now = await readMultipliers(
    [...things].map(([id, { clip, video }]) => ({ id, thing: clip ?? video, video })),
  )
  return queued.flatMap(({ id, reason }) => {
    const thing = things.get(id)
    if (!thing) return []
    const applied = Object.entries(reason?.deltas ?? {}) as [keyof Reason['deltas'], number][]
    const untils = new Map(now.get(id)?.deltas.map(({ code, until }) => [code, until]))
    const deltas = applied.map(([code, delta]) => ({ code, delta, until: untils.get(code) ?? null }))
    return [
      {
        kind: thing.clip ? ('clip' as const) : ('video' as const),
        id,
        videoId: thing.video._id.toHexString(),
        title: (thing.clip ?? thing.video).title,
        code: reason?.code ?? 'recommended',
        cause: reason?.cause ?? '',
        factors: SCORE_FACTORS.map((name) => ({ name, value: reason?.factors[name] ?? 0 })),
        multiplier: { value: reason?.factors.multiplier ?? multiplierOf(deltas), deltas },
      },
    ]
  })
}

interface Thing {
  clip: ClipDocument | null
  video: VideoDocument
}

async function readThings(ids: readonly string[]): Promise<Map<string, Thing>> {
  const clips = await Clip.find({ _id: trusted({ $in: [...ids] }) }).lean<ClipDocument[]>()
  const videoIds = [...ids, ...clips.map(({ videoId }) => videoId.toHexString())]
  const videos = await Video.find({ _id: trusted({ $in: videoIds }) }).lean<VideoDocument[]>()
  const byId = new Map(videos.map((video) => [video._id.toHexString(), video]))
  const ofClip = new Map(clips.map((clip) => [clip._id.toHexString(), clip]))
  return new Map(
    ids.flatMap((id) => {
      const clip = ofClip.get(id) ?? null
      const video = byId.get(clip?.videoId.toHexString() ?? id)
      return video ? [[id, { clip, video }] as const] : []
    }),
  )
}

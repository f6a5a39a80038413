import { Types, trusted } from 'mongoose'
import type { FeedReason, FeedThing } from '#shared/feed'
import { Clip } from '../clips/clip.model.ts'
import { InvalidInput } from '../errors.ts'
import { FEED_VIDEO_INDEX, Video } from '../videos/video.model.ts'
import { loneVideos } from '../videos/lone-videos.ts'
import type { QueueEntry, QueueRequest, QueueStep } from './queue.ts'
import { seenAmong } from './seen-things.ts'

/** Ids that one look takes for somebody who has seen them all: keys of two indexes and nothing of the documents. */
const SCAN = 200
const SCANS = 5

const REASON: FeedReason = { code: 'newest', text: 'New, and you have not seen it yet.' }
const REASON_AGAIN: FeedReason = { code: 'newest', text: 'Newest first.' }

/** Over all topics: listed clips, and short videos without clips, newest first. The place is the id of the last. */
export async function newestQueue(request: QueueRequest): Promise<QueueStep> {
  const { actor, isAgain, count } = request
  const unseen: FeedThing[] = []
  let place: string | null = request.place
  let hasSeen = false
  for (let scan = 0; scan < SCANS && place !== null && unseen.length < count; scan++) {
    // the first look is a small one: most people have something new
    const size = scan === 0 ? 2 * count : SCAN
    const things = await newestAfter(place, size)
    const ids = things.map(({ id }) => id)
    const seen = isAgain ? new Set() : await seenAmong(actor, ids)
    hasSeen ||= seen.size > 0
    unseen.push(...things.filter(({ id }) => !seen.has(id)))
    place = things.length < size ? null : ids.at(-1)!
  }
  const entries = unseen.slice(0, count).map((thing) => entryOf(thing, request))
  return { entries, place: unseen.length > count ? entries.at(-1)!.place : place, hasSeen }
}

function entryOf(thing: FeedThing, { actor, isAgain }: QueueRequest): QueueEntry {
  const reason = isAgain || actor.kind !== 'user' ? REASON_AGAIN : REASON
  return { ...thing, reason, path: null, place: thing.id }
}

/** Both kinds by their ids, which grow with time; one query each, answered from the index alone. */
async function newestAfter(place: string, limit: number): Promise<FeedThing[]> {
  const older = place === '' ? {} : { _id: trusted({ $lt: readPlace(place) }) }
  const [clips, videos] = await Promise.all([
    Clip.find({ isListed: true, ...older }, { _id: 1 })
      .sort({ _id: -1 })
      .hint({ isListed: 1, _id: -1 })
      .limit(limit)
      .lean(),
    Video.find({ ...loneVideos(), ...older }, { _id: 1 })
      .sort({ _id: -1 })
      .hint(FEED_VIDEO_INDEX)
      .limit(limit)
      .lean(),
  ])
  return [
    ...clips.map((clip) => ({ kind: 'clip' as const, id: clip._id.toHexString() })),
    ...videos.map((video) => ({ kind: 'video' as const, id: video._id.toHexString() })),
  ]
    .sort((a, b) => (a.id < b.id ? 1 : -1))
    .slice(0, limit)
}

function readPlace(place: string): Types.ObjectId {
  if (!/^[0-9a-f]{24}$/.test(place)) {
    throw new InvalidInput('This cursor belongs to another list. Start the list again without it.')
  }
  return new Types.ObjectId(place)
}

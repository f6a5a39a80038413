import { Types, trusted } from 'mongoose'
import type { DismissalBody, FeedThing } from '#shared/feed'
import type { UserActor } from '../accounts/actor.ts'
import { getClip } from '../clips/get-clip.ts'
import { Clip } from '../clips/clip.model.ts'
import { isDuplicateKey } from '../database.ts'
import { Conflict, Unprocessable } from '../errors.ts'
import { getVideo } from '../videos/get-video.ts'
import { Video } from '../videos/video.model.ts'
import { Dismissal } from './dismissal.model.ts'
import { forgetFeedWishes, MAX_WIDE_DISMISSALS } from './feed-wishes.ts'

interface Subjects {
  item: Types.ObjectId
  topic: Types.ObjectId | null
  creator: Types.ObjectId
  videoId: Types.ObjectId
}

/**
 * The feed leaves it out from now on; the same again changes nothing.
 * @throws NotFound for what this person may not know of, Unprocessable for the topic of something that has none
 */
export async function dismiss(actor: UserActor, { scope, kind, id }: DismissalBody): Promise<void> {
  const subjects = await visibleSubjects(actor, { kind, id })
  const subjectId = subjects[scope]
  if (!subjectId) throw new Unprocessable('This has no topic. Leave out the item itself or its creator.')
  if (scope !== 'item') await limitWide(actor.userId)
  const row = { kind, thingId: id, date: new Date(), ...(scope === 'item' && { videoId: subjects.videoId }) }
  try {
    await Dismissal.updateOne({ userId: actor.userId, scope, subjectId }, { $setOnInsert: row }, { upsert: true }) // prettier-ignore
  } catch (error) {
    // twice at once: it is there
    if (!isDuplicateKey(error)) throw error
  }
  forgetFeedWishes(actor.userId)
}

/** By the same item, or by another of the same topic or creator; what is gone can be taken back as well. */
export async function takeBackDismissal(actor: UserActor, { scope, kind, id }: DismissalBody): Promise<void> {
  const { userId } = actor
  await Dismissal.deleteMany({ userId, thingId: id, scope })
  const subjectId = (await knownSubjects({ kind, id }))?.[scope]
  if (subjectId) await Dismissal.deleteOne({ userId, scope, subjectId })
  forgetFeedWishes(userId)
}

async function visibleSubjects(actor: UserActor, { kind, id }: FeedThing): Promise<Subjects> {
  if (kind === 'video') {
    const video = await getVideo(actor, id)
    return { item: video._id, topic: video.topicId ?? null, creator: video.uploader, videoId: video._id }
  }
  const { clip } = await getClip(actor, id)
  return { item: clip._id, topic: clip.topicId ?? null, creator: clip.uploader, videoId: clip.videoId }
}

/** Whoever takes back need not be able to see it any more: nothing of it is told. */
async function knownSubjects({ kind, id }: FeedThing) {
  const fields = { topicId: 1, uploader: 1 } as const
  const found =
    kind === 'clip' ? await Clip.findById(id, fields).lean() : await Video.findById(id, fields).lean()
  return found && { item: found._id, topic: found.topicId ?? null, creator: found.uploader }
}

/** Each page of the feed reads them all. */
async function limitWide(userId: string): Promise<void> {
  const count = await Dismissal.countDocuments({
    userId: new Types.ObjectId(userId),
    scope: trusted({ $in: ['topic', 'creator'] as const }),
  }).limit(MAX_WIDE_DISMISSALS)
  if (count >= MAX_WIDE_DISMISSALS) {
    throw new Conflict(
      'You left out as many topics and creators as fit. Take some back in the settings first.',
    )
  }
}

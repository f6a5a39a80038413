import { MAX_FEED_VIDEO_SECONDS } from '#shared/feed'
import type { Actor } from '../accounts/actor.ts'
import type { ClipDocument } from '../clips/clip.model.ts'
import { findPackIndexes } from '../delivery/pack-index.ts'
import type { PackIndex } from '../delivery/playlists.ts'
import { viewerScope, type ViewerScope } from '../relationships/viewer-scope.ts'
import { isListedFor } from '../videos/listed-videos.ts'
import { mayWatch } from '../videos/may-watch.ts'
import type { VideoDocument } from '../videos/video.model.ts'
import { findFeedThings, type FeedThingFound } from './feed-things.ts'
import { findFeedWishes, type FeedWishes } from './feed-wishes.ts'
import { hasHints } from './playback-hints.ts'
import type { QueueEntry } from './queue.ts'

/** An entry that this person may be shown now, with all that was read to know it. */
export interface Admitted {
  entry: QueueEntry
  /** Null where the video itself is the item. */
  clip: ClipDocument | null
  video: VideoDocument
  pack: PackIndex
}

/**
 * The hard rules, looked at as of now whatever a queue says: public, ready, with a whole pack that is on the server, and
 * nothing that this reader turned off or left out or whose creator is hidden from them. A few queries, however many
 * entries.
 * @param topic of the sequence: who asks for a topic gets it, also where they left it out over all topics
 */
export async function admit(
  actor: Actor,
  topic: string | null,
  entries: readonly QueueEntry[],
): Promise<Admitted[]> {
  const [scope, wishes, things] = await Promise.all([
    viewerScope(actor),
    findFeedWishes(actor, entries.map(({ id }) => id)), // prettier-ignore
    findFeedThings(entries),
  ])
  const found = await Promise.all(
    entries.map(async (entry) => {
      const thing = things.get(entry.id)
      if (!thing || !isShowable(scope, thing) || !(await mayWatch(actor, thing.video))) return null
      return isLeftOut(wishes, topic, thing.clip ?? thing.video) ? null : { entry, ...thing }
    }),
  )
  return withPacks(found.filter((each) => each !== null))
}

function isShowable(scope: ViewerScope, { clip, video }: FeedThingFound): boolean {
  if (video.state !== 'ready' || video.storageStage === 'AWAITING_PUSH') return false
  return isListedFor(scope, video) && (clip !== null || video.duration <= MAX_FEED_VIDEO_SECONDS)
}

function isLeftOut(wishes: FeedWishes, topic: string | null, thing: ClipDocument | VideoDocument): boolean {
  const { _id, uploader, topicId } = thing
  if (wishes.items.has(_id.toHexString()) || wishes.creators.has(uploader.toHexString())) return true
  return topic === null && topicId ? wishes.topics.has(topicId.toHexString()) : false
}

async function withPacks(found: Omit<Admitted, 'pack'>[]): Promise<Admitted[]> {
  const packs = await findPackIndexes(found.map(({ video }) => video))
  return found.flatMap((each) => {
    const pack = packs.get(each.video.uuid)
    return pack && hasHints(pack) ? [{ ...each, pack }] : []
  })
}

import { MAX_FEED_VIDEO_SECONDS } from '#shared/feed'
import type { Actor } from '../accounts/actor.ts'
import type { ClipDocument } from '../clips/clip.model.ts'
import { findPackIndexes } from '../delivery/pack-index.ts'
import type { PackIndex } from '../delivery/playlists.ts'
import { hasAllBlocks, viewerScope, type ViewerScope } from '../relationships/viewer-scope.ts'
import { isListedFor } from '../videos/listed-videos.ts'
import { mayWatch } from '../videos/may-watch.ts'
import type { VideoDocument } from '../videos/video.model.ts'
import { findFeedThings, type FeedThingFound, type ThingIds } from './feed-things.ts'
import { findFeedWishes, type FeedWishes } from './feed-wishes.ts'
import { hasHints } from './playback-hints.ts'
import type { QueueEntry } from './queue.ts'

/** An entry that this person may be shown now, with all that was read to know it. */
export interface Admitted {
  entry: QueueEntry
  /** Null where the video itself is the item. */
  clip: ClipDocument | null
  video: VideoDocument
  ids: ThingIds
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
  const found = entries.flatMap((entry) => {
    const thing = things.get(entry.id)
    if (!thing || !isShowable(scope, thing) || isLeftOut(wishes, topic, entry.id, thing.ids)) return []
    return [{ entry, ...thing }]
  })
  return withPacks(hasAllBlocks(scope) ? found : await watchable(actor, found))
}

/** Of somebody with more blocks than a scope holds. */
async function watchable<Found extends FeedThingFound>(actor: Actor, found: Found[]): Promise<Found[]> {
  const isAllowed = await Promise.all(found.map(({ video }) => mayWatch(actor, video)))
  return found.filter((_, index) => isAllowed[index])
}

function isShowable(scope: ViewerScope, { clip, video }: FeedThingFound): boolean {
  if (video.state !== 'ready' || video.storageStage === 'AWAITING_PUSH') return false
  return isListedFor(scope, video) && (clip !== null || video.duration <= MAX_FEED_VIDEO_SECONDS)
}

function isLeftOut(wishes: FeedWishes, chosen: string | null, id: string, { uploader, topic }: ThingIds) {
  if (wishes.items.has(id) || wishes.creators.has(uploader)) return true
  return chosen === null && topic !== null && wishes.topics.has(topic)
}

async function withPacks(found: Omit<Admitted, 'pack'>[]): Promise<Admitted[]> {
  const packs = await findPackIndexes(found.map(({ video }) => video))
  return found.flatMap((each) => {
    const pack = packs.get(each.video.uuid)
    return pack && hasHints(pack) ? [{ ...each, pack }] : []
  })
}

import { Types } from 'mongoose'
import type { UserActor } from '../accounts/actor.ts'
import { systemClock } from '../adapters/clock/index.ts'
import { Gone, NotFound } from '../errors.ts'
import type { StoredRole } from '../tiers/collection-member.model.ts'
import { CreatorCopy } from '../tiers/creator-copy.model.ts'
import { findStoredObjects } from '../tiers/stored-objects.ts'
import { getEditableVideo } from '../videos/get-video.ts'
import type { VideoDocument } from '../videos/video.model.ts'
import type { Media } from './media.ts'
import { storedMedia } from './stored-media.ts'

export interface CopyFile {
  media: Media
  /** As it was uploaded, or by the title. */
  filename: string
}

/**
 * A file of a video for its creator: the pack, which is what can be given back, or the original. Taking a copy is not
 * watching: the video stays where it lies.
 * @throws NotFound, Forbidden as `getEditableVideo`; NotFound before it is ready; Gone for what the server let go of
 */
export async function openCopy(actor: UserActor, videoId: string, role: StoredRole): Promise<CopyFile> {
  const video = await getEditableVideo(actor, videoId)
  const objects = await findStoredObjects(video)
  if (!objects) throw new NotFound('This video is still being prepared. Its files come once it is ready.')
  const wanted = objects.find((object) => object.role === role)
  if (!wanted) throw new Gone('The original is no longer on the server.')
  const media = storedMedia({
    video,
    wanted,
    facts: { contentType: typeOf(role), etag: `"${wanted.sha256.slice(0, 32)}"`, caching: 'private' },
    isWatched: false,
  })
  await noteFetched(actor, video)
  return { media, filename: role === 'original' ? video.source.filename : `${video.title}.mp4` }
}

/** What somebody uploaded is never more than bytes to a browser. */
function typeOf(role: StoredRole): string {
  return role === 'pack' ? 'video/mp4' : 'application/octet-stream'
}

/** The first time counts. */
async function noteFetched(actor: UserActor, { collectionId }: VideoDocument): Promise<void> {
  if (!collectionId) return
  await CreatorCopy.updateOne(
    { collectionId, creatorId: new Types.ObjectId(actor.userId), fetchedAt: null },
    { $set: { fetchedAt: systemClock.now() } },
  )
}

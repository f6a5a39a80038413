import { trusted, type Types } from 'mongoose'
import type { PageQuery } from '#shared/common'
import type { VideoIndexView } from '#shared/storage'
import { STORAGE_STAGES } from '#shared/videos'
import type { Actor } from '../accounts/actor.ts'
import { personUuid } from '../accounts/person-uuid.ts'
import { findEngagedPeople } from '../engagement/find-reactions.ts'
import { viewerScope } from '../relationships/viewer-scope.ts'
import { getVideo } from '../videos/get-video.ts'
import { Video, type VideoDocument } from '../videos/video.model.ts'
import { Collection } from './collection.model.ts'
import { EARLY_VIDEOS, generalFlags, moderationFlags } from './index-flags.ts'
import { storageId, type StoredAt } from './storage-id.ts'

/**
 * The index document of a video, with one page of those who like it, newest first; people whom this reader is not shown
 * are passed over.
 * @throws NotFound for a missing video and, the same, for one that this actor may not know of
 */
export async function getIndexDocument(
  actor: Actor,
  id: string,
  page: PageQuery,
): Promise<{ document: VideoIndexView; nextCursor: string | null }> {
  const video = await getVideo(actor, id)
  const { hiddenUserIds } = await viewerScope(actor)
  const [likers, earlierVideos, collection] = await Promise.all([
    findEngagedPeople({ kind: 'video', id }, 'like', page, hiddenUserIds),
    countEarlier(video),
    findPlace(video),
  ])
  const facts = { isNsfw: video.isNsfw, earlierVideos }
  const document = {
    id: video.uuid,
    creator: personUuid(video.uploader.toString()),
    public: video.visibility === 'public',
    'like-count': video.likeCount,
    'liked-by': likers.items.map(({ user }) => personUuid(user.id)),
    'storage-stage': STORAGE_STAGES[video.storageStage],
    'storage-id': storageId({ stage: video.storageStage, uuid: video.uuid, collection }),
    'moderation-flags': moderationFlags(facts),
    flags: generalFlags(facts),
  } satisfies VideoIndexView
  return { document, nextCursor: likers.nextCursor }
}

/** Of the same creator, no more than matter. */
async function countEarlier({ uploader, _id }: VideoDocument): Promise<number> {
  const earlier = await Video.find({ uploader, _id: trusted({ $lt: _id }) }, { _id: 1 })
    .hint({ uploader: 1, _id: -1 })
    .limit(EARLY_VIDEOS)
    .lean<{ _id: Types.ObjectId }[]>()
  return earlier.length
}

async function findPlace({ collectionId }: VideoDocument): Promise<StoredAt['collection']> {
  const found = collectionId && (await Collection.findById(collectionId, { number: 1, cold: 1 }).lean())
  return found ? { number: found.number, coldUri: found.cold?.uri ?? null } : null
}

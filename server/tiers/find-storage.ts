import { Types, trusted } from 'mongoose'
import type { Page, PageQuery } from '#shared/common'
import type { StorageView } from '#shared/storage'
import type { Actor, UserActor } from '../accounts/actor.ts'
import { decodeCursor, encodeCursor } from '../page-cursor.ts'
import { getEditableVideo } from '../videos/get-video.ts'
import { Video, type VideoDocument } from '../videos/video.model.ts'
import { presentStorage } from './present-storage.ts'

/**
 * Where a video lies, for its creator and for admins.
 * @throws NotFound, Forbidden as `getEditableVideo`
 */
export async function getStorage(actor: Actor, videoId: string): Promise<StorageView> {
  const [view] = await presentStorage([await getEditableVideo(actor, videoId)])
  return view!
}

/** The caller's own videos, newest first. */
export async function findStorage(
  actor: UserActor,
  { limit, cursor }: PageQuery,
): Promise<Page<StorageView>> {
  const videos = await Video.find({
    uploader: new Types.ObjectId(actor.userId),
    deletedAt: null,
    ...(cursor ? { _id: trusted({ $lt: new Types.ObjectId(readCursor(cursor)) }) } : {}),
  })
    .sort({ _id: -1 })
    .hint({ uploader: 1, _id: -1 })
    .limit(limit + 1)
    .lean<VideoDocument[]>()
  const last = videos.length > limit ? videos[limit - 1] : undefined
  return {
    items: await presentStorage(videos.slice(0, limit)),
    nextCursor: last ? encodeCursor(last._id.toHexString()) : null,
  }
}

function readCursor(cursor: string): string {
  return decodeCursor(cursor, (key) => /^[0-9a-f]{24}$/.test(key))
}

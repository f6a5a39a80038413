import { Types } from 'mongoose'
import type { ShareBody } from '#shared/relationships'
import type { ShareView } from '#shared/sharing'
import type { UserActor } from '../accounts/actor.ts'
import { systemClock } from '../adapters/clock/index.ts'
import { getClip } from '../clips/get-clip.ts'
import { isDuplicateKey } from '../database.ts'
import { Conflict } from '../errors.ts'
import { notify } from '../notifications/notify.ts'
import { getReachablePerson, noSuchPerson } from '../relationships/find-person.ts'
import { limitPerson } from '../relationships/limit-person.ts'
import { areConnected } from '../relationships/viewer-scope.ts'
import { getVideo } from '../videos/get-video.ts'
import { isOpenToAll } from '../videos/video-policy.ts'
import { presentShares } from './present-shares.ts'
import { Share, type ShareDocument } from './share.model.ts'

/**
 * Sends a video or clip to a connection, who is told. The same thing sent again takes the place of the first.
 * @throws NotFound for somebody who is no connection and for what the sender may not see
 * @throws Conflict for what only the sender may see
 */
export async function shareWith(actor: UserActor, body: ShareBody): Promise<ShareView> {
  const { id: toUserId } = await getReachablePerson(actor, body.username)
  if (!(await areConnected(actor.userId, toUserId))) throw noSuchPerson()
  const shared = await findShared(actor, body, toUserId)
  await limitPerson('share', actor.userId)
  const share = await writeShare(actor.userId, toUserId, shared, body.message)
  await notify({
    userId: toUserId,
    kind: 'share',
    group: 'share',
    actorId: actor.userId,
    thing: `share:${share._id}`,
    subject: shared.title,
    url: '/shared',
  })
  const [view] = await presentShares(actor, [share])
  if (!view) throw noSuchPerson()
  return view
}

interface Shared {
  videoId: Types.ObjectId
  clipId: Types.ObjectId | null
  title: string
}

async function findShared(actor: UserActor, body: ShareBody, toUserId: string): Promise<Shared> {
  const { clip, video } = body.clipId
    ? await getClip(actor, body.clipId)
    : { clip: null, video: await getVideo(actor, body.videoId ?? '') }
  // whom the other has blocked is not looked at, or the answer would tell
  if (!isOpenToAll(video) && video.uploader.toString() !== toUserId) {
    throw new Conflict('Only you can watch this video. Make it public first, then share it.')
  }
  return { videoId: video._id, clipId: clip?._id ?? null, title: (clip ?? video).title }
}

/** By the unique index one row, however often and however close together it is sent. */
async function writeShare(
  from: string,
  to: string,
  { videoId, clipId }: Shared,
  message: string,
): Promise<ShareDocument> {
  const key = { fromUserId: new Types.ObjectId(from), toUserId: new Types.ObjectId(to), videoId, clipId }
  const write = () =>
    Share.findOneAndUpdate(
      key,
      { $set: { message }, $setOnInsert: { date: systemClock.now() } },
      { upsert: true, returnDocument: 'after' },
    )
      .lean<ShareDocument>()
      .orFail()
  // two upserts at once: the second finds the row of the first
  return write().catch((error: unknown) => (isDuplicateKey(error) ? write() : Promise.reject(error)))
}

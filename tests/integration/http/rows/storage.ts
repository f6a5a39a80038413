import { hash } from 'node:crypto'
import { Types } from 'mongoose'
import { getObjectStore } from '../../../../server/adapters/object-store/index.ts'
import { Collection } from '../../../../server/tiers/collection.model.ts'
import { CreatorCopy } from '../../../../server/tiers/creator-copy.model.ts'
import { TierMove } from '../../../../server/tiers/tier-move.model.ts'
import { Pack } from '../../../../server/videos/pack.model.ts'
import { Video } from '../../../../server/videos/video.model.ts'
import type { RouteRows } from '../../../support/routes/row.ts'
import { makeVideo, myVideo, otherPrivateVideo, otherVideo } from '../../../support/routes/things.ts'
import type { Person, World } from '../../../support/routes/world.ts'
import { packOf } from '../../../support/videos.ts'

/** With a pack that lies in the object store. */
async function packedVideo(owner: Person) {
  const made = await makeVideo(owner, { packRevision: 1 })
  const { uuid, source } = (await Video.findById(made.id).lean())!
  const bytes = Buffer.alloc(1000, 'bees')
  await getObjectStore().put(`videos/${uuid}`, bytes, { contentType: 'video/mp4' })
  const original = Buffer.alloc(source.sizeBytes)
  await getObjectStore().put(source.objectKey, original, { contentType: 'video/mp4' })
  await Video.updateOne({ _id: made.id }, { $set: { 'source.sha256': hash('sha256', original) } })
  await Pack.create(packOf(uuid, `videos/${uuid}`, bytes))
  return made
}

/** One that sank, with all that is known of it. */
async function sunkVideo(owner: Person) {
  const made = await packedVideo(owner)
  const now = new Date()
  const [last] = await Collection.find().sort({ number: -1 }).limit(1).lean()
  const number = (last?.number ?? 0) + 1
  const { _id: collectionId } = await Collection.create({
    _id: new Types.ObjectId(),
    number,
    state: 'gone',
    objectKey: `collections/collection-${number}.vgz`,
    sizeBytes: 1000,
    isSettled: true,
    createdAt: now,
  })
  const videoId = new Types.ObjectId(made.id)
  const creatorId = new Types.ObjectId(owner.id)
  await CreatorCopy.create({ collectionId, creatorId, sentAt: now })
  await TierMove.create({ videoId, from: 'ARCHIVE', to: 'EXPIRING', reason: 'archive_full', state: 'done', startedAt: now, finishedAt: now }) // prettier-ignore
  await Video.updateOne({ _id: videoId }, { $set: { storageStage: 'AWAITING_PUSH', collectionId } })
  return made
}

const asVideoId = ({ id }: { id: string }) => ({ videoId: id })
/** An admin sees and changes every video. */
const ofOthers = (world: World) => packedVideo(world.other)
const everyVideo = 'an admin sees every video'

export const storageRows: RouteRows = {
  'get /api/videos/{id}/index': { own: myVideo, foreign: otherPrivateVideo },
  'get /api/videos/{id}/storage': {
    own: (world) => sunkVideo(world.me),
    foreign: otherPrivateVideo,
    visible: otherVideo,
  },
  'get /api/videos/{id}/copy': {
    own: (world) => packedVideo(world.me),
    foreign: otherPrivateVideo,
    visible: otherVideo,
    queries: [{}, { role: 'original' }],
  },
  'get /api/me/storage': {},
  'get /api/vault/needed': { queries: [{ ids: 'a'.repeat(24) }] },
  'post /api/vault/{videoId}': {
    own: async (world) => asVideoId(await sunkVideo(world.me)),
    foreign: async (world) => asVideoId(await otherPrivateVideo(world)),
    queries: [{ offset: '0' }],
    answers: { status: 422, because: 'no bytes came' },
  },
  'get /api/admin/tiers/moves': {
    queries: [{}, { state: 'open' }, { videoId: 'a'.repeat(24) }],
  },
  'post /api/admin/tiers/moves': {
    body: async (world) => ({ videoId: (await ofOthers(world)).id, to: 'LIVE' }),
    bodiesOfNothing: () => [{ videoId: 'a'.repeat(24), to: 'LIVE' }],
  },
  'get /api/admin/tiers/collections': {},
  'get /api/admin/tiers/faults': { queries: [{}, { deep: 'true' }] },
  'post /api/admin/tiers/faults/{id}': { own: ofOthers, allPublic: everyVideo },
  'get /api/admin/tiers/orphans': {},
  'post /api/admin/tiers/holds/{id}': {
    own: ofOthers,
    allPublic: everyVideo,
    body: () => ({ reason: 'A court asked for it.' }),
  },
  'delete /api/admin/tiers/holds/{id}': { own: ofOthers, allPublic: everyVideo },
}

import { trusted, type QueryFilter, type UpdateQuery } from 'mongoose'
import { getObjectStore } from '../adapters/object-store/index.ts'
import { announceVideoChange } from './video-changes.ts'
import { Video, type VideoDocument } from './video.model.ts'

/** Far longer than a piece of artwork takes to store. */
const STRAY_AFTER_MS = 3600_000

interface Replacement {
  video: Pick<VideoDocument, '_id' | 'uuid'>
  /** New for each choice, below `artwork/<uuid>/`; null where something only goes. */
  key: string | null
  store(key: string): Promise<unknown>
  /** The state that the change expects, and the change itself. */
  filter: QueryFilter<VideoDocument>
  update: UpdateQuery<VideoDocument>
  /** What nobody is shown any more. */
  replacedKey?: string | null
}

/**
 * Puts a piece of artwork in the place of another. Keys are noted as stray before their bytes are written and until
 * those of the one before are gone: what a killed process leaves is known to `sweepArtwork`.
 * @returns null where the video is not in the state that was expected (any more); nothing is changed then
 */
export async function replaceArtwork(change: Replacement): Promise<VideoDocument | null> {
  const { video, key, filter, update, replacedKey } = change
  if (key) {
    await noteStray(video, key)
    await change.store(key)
  }
  const $set = { ...update.$set, strayArtworkSince: new Date() }
  const $addToSet = replacedKey ? { strayArtwork: replacedKey } : {}
  const changed = await Video.findOneAndUpdate(
    { _id: video._id, deletedAt: null, ...filter },
    { ...update, $set, $addToSet },
    { returnDocument: 'after' },
  ).lean<VideoDocument>()
  announceVideoChange({ videoId: video._id.toHexString(), uuid: video.uuid })
  const gone = changed ? replacedKey : key
  if (gone) await getObjectStore().remove(gone)
  await forgetStrays(video, [key, replacedKey])
  return changed
}

/** Removes what was stored and never shown, or is no longer. */
export async function sweepArtwork(now = new Date()): Promise<number> {
  const before = new Date(now.getTime() - STRAY_AFTER_MS)
  const left = await Video.find({ strayArtworkSince: trusted({ $lt: before }) })
    .limit(200)
    .lean<VideoDocument[]>()
  for (const video of left) {
    const shown = new Set([video.posterKey, ...video.captions.map(({ objectKey }) => objectKey)])
    const strays = video.strayArtwork ?? []
    for (const key of strays) if (!shown.has(key)) await getObjectStore().remove(key)
    await forgetStrays(video, strays)
  }
  return left.length
}

function noteStray({ _id }: Pick<VideoDocument, '_id'>, key: string) {
  return Video.updateOne(
    { _id },
    { $addToSet: { strayArtwork: key }, $set: { strayArtworkSince: new Date() } },
  )
}

async function forgetStrays(
  { _id }: Pick<VideoDocument, '_id'>,
  keys: readonly (string | null | undefined)[],
) {
  await Video.updateOne({ _id }, { $pull: { strayArtwork: trusted({ $in: keys.filter(Boolean) }) } })
  await Video.updateOne({ _id, strayArtwork: trusted({ $size: 0 }) }, { $unset: { strayArtworkSince: 1 } })
}

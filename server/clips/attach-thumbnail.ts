import { getObjectStore } from '../adapters/object-store/index.ts'
import { announceClipChange } from './clip-changes.ts'
import { Clip, type ClipDocument } from './clip.model.ts'

/** One key a moment, so that a picture that comes late is never taken for another. */
export function thumbnailKey(clipId: string, seconds: number): string {
  return `clips/${clipId}/${Math.round(seconds * 1000)}.jpg`
}

/** The object is in the store already. The picture before goes; so does this one, where the clip went meanwhile. */
export async function attachThumbnail(clipId: string, key: string): Promise<void> {
  const before = await Clip.findOneAndUpdate(
    { _id: clipId, deletedAt: null },
    { $set: { thumbnailKey: key } },
  ).lean<ClipDocument>()
  const replaced = before ? before.thumbnailKey : key
  if (replaced && (!before || replaced !== key)) await getObjectStore().remove(replaced)
  announceClipChange(clipId)
}

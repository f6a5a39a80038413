import type { ClipDocument } from './clip.model.ts'

export function clipPlaylistUrl(clipId: string): string {
  return `/cdn/clips/${clipId}/master.m3u8`
}

type Pictured = Pick<ClipDocument, '_id' | 'startSeconds' | 'endSeconds' | 'thumbnailSeconds'>

/** The moment is named only so that another picture has another address; which one is shown follows the clip. */
export function thumbnailUrl(clip: Pictured): string {
  return `/cdn/clips/${clip._id.toHexString()}/thumbnail?at=${Math.round(pictureSeconds(clip) * 1000)}`
}

/** Seconds into the parent: the moment that was chosen, else one a third in, which is rarely a fade or a cut. */
export function pictureSeconds({
  startSeconds,
  endSeconds,
  thumbnailSeconds,
}: Omit<Pictured, '_id'>): number {
  return thumbnailSeconds ?? Math.round((startSeconds + (endSeconds - startSeconds) / 3) * 1000) / 1000
}

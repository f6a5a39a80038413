import { createHash } from 'node:crypto'
import type { VideoDocument } from './video.model.ts'

export type CaptionTrack = VideoDocument['captions'][number]

/** Names what lies under a key: each change of artwork has a key of its own, so that its address changes too. */
export function artworkRevision(objectKey: string): string {
  return createHash('sha256').update(objectKey).digest('hex').slice(0, 12)
}

/** `media`: where the video's or the clip's files are. */
export function captionsUrl(media: string, { language, objectKey }: CaptionTrack): string {
  return `${media}/captions?language=${encodeURIComponent(language)}&v=${artworkRevision(objectKey)}`
}

import { trusted, type QueryFilter } from 'mongoose'
import { MAX_FEED_VIDEO_SECONDS } from '#shared/feed'
import type { VideoDocument } from './video.model.ts'

/** Videos that stand in the feed by themselves, in the words of their partial indexes. */
export function loneVideos(): QueryFilter<VideoDocument> {
  return {
    visibility: 'public',
    state: 'ready',
    clips: [],
    duration: trusted({ $lte: MAX_FEED_VIDEO_SECONDS }),
  }
}

import { trusted } from 'mongoose'
import type { Page } from '#shared/common'
import type { SearchResult } from '#shared/search'
import type { Actor } from '../accounts/actor.ts'
import { presentVideos } from '../videos/present-videos.ts'
import { CaptionSegment, type CaptionSegmentDocument } from './caption-segment.model.ts'
import { searchOneKind, type KindQuery } from './search-kind.ts'
import { readListedVideos } from './search-readers.ts'

/** What was said in videos that this reader may see: the newest videos first, each in the order of speech. */
export function findCaptions(actor: Actor, query: KindQuery): Promise<Page<SearchResult>> {
  return searchOneKind(actor, 'caption', query, async (ids) => {
    const segments = await CaptionSegment.find({ _id: trusted({ $in: ids }) }).lean<
      CaptionSegmentDocument[]
    >()
    const videoIds = [...new Set(segments.map((segment) => segment.videoId.toHexString()))]
    const views = await presentVideos(actor, await readListedVideos(actor, videoIds))
    const videos = new Map(views.map((video) => [video.id, video]))
    return new Map(
      segments.flatMap((segment) => {
        const video = videos.get(segment.videoId.toHexString())
        return video ? [[segment._id.toHexString(), spoken(segment, video)] as const] : []
      }),
    )
  })
}

function spoken(segment: CaptionSegmentDocument, video: Spoken['caption']['video']): Spoken {
  const { startSeconds, endSeconds, text, language } = segment
  return { kind: 'caption', caption: { video, startSeconds, endSeconds, text, language } }
}

type Spoken = Extract<SearchResult, { kind: 'caption' }>

import type { Model } from 'mongoose'
import { User } from '../accounts/user.model.ts'
import { Clip } from '../clips/clip.model.ts'
import type { ViewerScope } from '../relationships/viewer-scope.ts'
import type { WordKind } from '../search-index/learn-words.ts'
import { Topic } from '../topics/topic.model.ts'
import { WATCHABLE_STATES } from '../videos/video-lifecycle.ts'
import { Video } from '../videos/video.model.ts'
import { CaptionSegment } from './caption-segment.model.ts'
import type { Filter } from './match-stage.ts'

/** Where one kind of thing is looked for. */
export interface SearchSource {
  kind: WordKind
  model: Pick<Model<unknown>, 'aggregate' | 'collection'>
  /** Words are looked for in the text below the title, too. */
  hasBody: boolean
  /** Counter that orders what matches equally well. */
  popularity?: 'viewCount' | 'followerCount'
  /** Leaves out early what this reader surely may not see. Whoever reads the things decides. */
  scope(viewer: ViewerScope): Filter
}

export const SEARCH_SOURCES: Record<WordKind, SearchSource> = {
  video: {
    kind: 'video',
    model: Video,
    hasBody: true,
    popularity: 'viewCount',
    scope: (viewer) => ({
      visibility: 'public',
      state: { $in: [...WATCHABLE_STATES] },
      deletedAt: null,
      ...(viewer.showsNsfw ? {} : { isNsfw: { $ne: true } }),
      ...(viewer.showsSensitive ? {} : { isSensitive: { $ne: true } }),
    }),
  },
  clip: {
    kind: 'clip',
    model: Clip,
    hasBody: true,
    popularity: 'viewCount',
    scope: () => ({ isListed: true, deletedAt: null }),
  },
  topic: { kind: 'topic', model: Topic, hasBody: true, scope: () => ({}) },
  person: {
    kind: 'person',
    model: User,
    hasBody: true,
    popularity: 'followerCount',
    scope: () => ({}),
  },
  caption: { kind: 'caption', model: CaptionSegment, hasBody: false, scope: () => ({}) },
}

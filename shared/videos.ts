import { z } from 'zod'
import { PersonView } from './accounts.ts'
import { MyReaction } from './engagement.ts'
import { Id, PageQuery, Timestamp, Uuid, pageOf, text } from './common.ts'
import { CombinedTopicName } from './topics.ts'

export const VISIBILITIES = ['public', 'private'] as const
export const Visibility = z.enum(VISIBILITIES)
export type Visibility = z.infer<typeof Visibility>

/** What the creator sees while the server works; `playable` has a first rendition, `ready` the whole ladder. */
export const VIDEO_STATES = ['uploading', 'preparing', 'playable', 'ready', 'failed'] as const
export const VideoState = z.enum(VIDEO_STATES)
export type VideoState = z.infer<typeof VideoState>

/** Storage tiers by their number in the index document. */
export const STORAGE_STAGES = { LIVE: 1, RELIVE: 2, ARCHIVE: 3, EXPIRING: 4, AWAITING_PUSH: 5 } as const
export type StorageStage = keyof typeof STORAGE_STAGES
export const StorageStage = z.enum(['LIVE', 'RELIVE', 'ARCHIVE', 'EXPIRING', 'AWAITING_PUSH'])

export const VideoTitle = text({ min: 1, max: 150 })
export const VideoDescription = text({ max: 5000 })

/** `/cdn/...` URLs; null until that artefact exists. */
const MediaUrl = z.string().nullable()

export const CaptionsView = z.object({ language: z.string(), label: z.string(), url: z.string() })

export const RenditionView = z.object({
  name: z.string(),
  width: z.number().int(),
  height: z.number().int(),
  bitrate: z.number().int(),
})
export type RenditionView = z.infer<typeof RenditionView>

export const VideoView = z.object({
  id: Id,
  uuid: Uuid,
  title: z.string(),
  description: z.string(),
  uploadDate: Timestamp,
  uploader: PersonView,
  /** Seconds. */
  duration: z.number(),
  width: z.number().int(),
  height: z.number().int(),
  thumbnailURL: z.string(),
  /** For its creator: the frame that was chosen is being cut, or could not be. */
  thumbnailState: z.enum(['making', 'failed']).optional(),
  topicId: Id.nullable(),
  topic: z.string().nullable(),
  clips: z.array(Id),
  /** Of these three a video alone carries the first 100 ids; in lists they are empty, the counts say how many. */
  views: z.array(Id),
  likes: z.array(Id),
  dislikes: z.array(Id),
  viewCount: z.number().int(),
  likeCount: z.number().int(),
  dislikeCount: z.number().int(),
  commentCount: z.number().int(),
  myReaction: MyReaction,
  /** Put by for later, by whoever asks. */
  isSaved: z.boolean(),
  /** Its creator says so: people who turned such content off never see it. */
  isNsfw: z.boolean(),
  isSensitive: z.boolean(),
  visibility: Visibility,
  storageStage: StorageStage,
  state: VideoState,
  playbackURL: MediaUrl,
  previewURL: MediaUrl,
  storyboardURL: MediaUrl,
  captions: z.array(CaptionsView),
  renditions: z.array(RenditionView),
  attribution: z.string().optional(),
  isMine: z.boolean(),
})
export type VideoView = z.infer<typeof VideoView>

export const VideoStatusView = z.object({
  state: VideoState,
  /** 0 to 1 over the whole of the processing. */
  progress: z.number().min(0).max(1),
  renditions: z.array(RenditionView),
  /** Plain words, with what to do next; only when failed. */
  reason: z.string().optional(),
})
export type VideoStatusView = z.infer<typeof VideoStatusView>

export const UpdateVideoBody = z.strictObject({
  title: VideoTitle.optional(),
  description: VideoDescription.optional(),
  topic: CombinedTopicName.nullable().optional(),
  visibility: Visibility.optional(),
  isNsfw: z.boolean().optional(),
  isSensitive: z.boolean().optional(),
})
export type UpdateVideoBody = z.infer<typeof UpdateVideoBody>

export const ListVideosQuery = PageQuery.extend({
  topic: CombinedTopicName.optional(),
  /** `mine`: the caller's own, in every state; otherwise what is public and playable. */
  owner: z.enum(['mine']).optional(),
  /** Of your own: words of the title, the last of them as far as it is typed. */
  q: text({ min: 1, max: 100 }).optional(),
  /** Of your own. */
  sort: z.enum(['newest', 'oldest', 'views']).optional(),
})
export type ListVideosQuery = z.infer<typeof ListVideosQuery>
export const VideoPage = pageOf(VideoView)

import { z } from 'zod'
import { PersonView } from './accounts.ts'
import { Id, PageQuery, Timestamp, pageOf, text } from './common.ts'
import { MyReaction } from './engagement.ts'
import { CombinedTopicName } from './topics.ts'
import { CaptionsView, StorageStage, Visibility } from './videos.ts'

export const MAX_CLIPS_PER_VIDEO = 500

export const ClipTitle = text({ min: 1, max: 150 })
export const ClipDescription = text({ max: 5000 })

/** Seconds into the parent video, to the millisecond. */
const Seconds = z.number().min(0).max(86_400)

export const CreateClipBody = z.strictObject({
  startSeconds: Seconds,
  endSeconds: Seconds,
  title: ClipTitle,
  description: ClipDescription.default(''),
  /** The video's own topic unless told. */
  topic: CombinedTopicName.nullable().optional(),
})
export type CreateClipBody = z.infer<typeof CreateClipBody>

export const UpdateClipBody = z.strictObject({
  startSeconds: Seconds.optional(),
  endSeconds: Seconds.optional(),
  title: ClipTitle.optional(),
  description: ClipDescription.optional(),
  topic: CombinedTopicName.nullable().optional(),
  /** Moment of the thumbnail, in seconds into the parent video and within the clip. */
  thumbnailSeconds: Seconds.optional(),
})
export type UpdateClipBody = z.infer<typeof UpdateClipBody>

export const ClipView = z.object({
  id: Id,
  videoId: Id,
  videoUuid: z.uuid(),
  videoTitle: z.string(),
  title: z.string(),
  description: z.string(),
  uploadDate: Timestamp,
  uploader: PersonView,
  /** Seconds. */
  duration: z.number(),
  startSeconds: z.number(),
  endSeconds: z.number(),
  thumbnailURL: z.string(),
  /** Playlist of its own. */
  clipURL: z.string(),
  /** On the clip's own timeline; null where its video has none. */
  storyboardURL: z.string().nullable(),
  topicId: Id.nullable(),
  topic: z.string().nullable(),
  width: z.number().int(),
  height: z.number().int(),
  captions: z.array(CaptionsView),
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
  visibility: Visibility,
  /** As its video. */
  isNsfw: z.boolean(),
  isSensitive: z.boolean(),
  storageStage: StorageStage,
  /** There is a question after it. */
  hasCheck: z.boolean(),
  isMine: z.boolean(),
})
export type ClipView = z.infer<typeof ClipView>

export const ListClipsQuery = PageQuery.extend({ topic: CombinedTopicName.optional() })
export type ListClipsQuery = z.infer<typeof ListClipsQuery>
/** Of one video they come in the order of their start, elsewhere newest first. */
export const ClipPage = pageOf(ClipView)

export const CLIP_CROPS = ['none', 'vertical', 'square'] as const
export const ExportClipBody = z.strictObject({
  crop: z.enum(CLIP_CROPS).default('none'),
  /** Centre of the crop, 0 (left) to 1 (right). */
  cropCentre: z.number().min(0).max(1).default(0.5),
})
export type ExportClipBody = z.infer<typeof ExportClipBody>

export const EXPORT_STATES = ['waiting', 'working', 'done', 'failed'] as const
export const ClipExportView = z.object({
  id: Id,
  clipId: Id,
  crop: z.enum(CLIP_CROPS),
  state: z.enum(EXPORT_STATES),
  /** 0 to 1. */
  progress: z.number(),
  /** Where the file is, once it is done; until `expiresAt`. */
  downloadURL: z.string().nullable(),
  sizeBytes: z.number().int().nullable(),
  expiresAt: Timestamp.nullable(),
  reason: z.string().optional(),
})
export type ClipExportView = z.infer<typeof ClipExportView>
export const ClipExportPage = pageOf(ClipExportView)

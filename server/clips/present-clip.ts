import type { PersonView } from '#shared/accounts'
import type { ClipView } from '#shared/clips'
import { captionsUrl } from '../videos/caption-track.ts'
import type { OwnMarks } from '../engagement/own-marks.ts'
import type { VideoDocument } from '../videos/video.model.ts'
import type { ClipDocument } from './clip.model.ts'
import { clipPlaylistUrl, thumbnailUrl } from './clip-urls.ts'

/** What a view needs beside the document itself. */
export interface ClipContext {
  video: VideoDocument
  uploader: PersonView
  /** combinedTopicName, or null where the topic is none or gone. */
  topic: string | null
  marks: OwnMarks
  isMine: boolean
}

export function presentClip(clip: ClipDocument, context: ClipContext): ClipView {
  const { video } = context
  const id = clip._id.toString()
  return {
    id,
    videoId: video._id.toString(),
    videoUuid: video.uuid,
    videoTitle: video.title,
    title: clip.title,
    description: clip.description,
    uploadDate: clip.uploadDate.toISOString(),
    uploader: context.uploader,
    duration: clip.duration,
    startSeconds: clip.startSeconds,
    endSeconds: clip.endSeconds,
    thumbnailURL: thumbnailUrl(clip),
    clipURL: clipPlaylistUrl(id),
    storyboardURL: video.storyboard ? `/cdn/clips/${id}/storyboard` : null,
    topicId: context.topic && clip.topicId ? clip.topicId.toString() : null,
    topic: context.topic,
    width: video.width,
    height: video.height,
    captions: video.captions.map((track) => ({
      language: track.language,
      label: track.label,
      url: captionsUrl(`/cdn/clips/${id}`, track),
    })),
    // a clip alone carries the first ids; in lists the counts say how many
    views: [],
    likes: [],
    dislikes: [],
    viewCount: clip.viewCount,
    likeCount: clip.likeCount,
    dislikeCount: clip.dislikeCount,
    commentCount: clip.commentCount,
    ...context.marks,
    visibility: video.visibility,
    isNsfw: video.isNsfw,
    isSensitive: video.isSensitive,
    storageStage: video.storageStage,
    hasCheck: clip.hasCheck,
    isMine: context.isMine,
  } satisfies ClipView
}

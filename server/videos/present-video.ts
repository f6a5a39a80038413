import type { PersonView } from '#shared/accounts'
import type { RenditionView, VideoStatusView, VideoView } from '#shared/videos'
import { captionsUrl } from './caption-track.ts'
import type { OwnMarks } from '../engagement/own-marks.ts'
import type { PackRendition } from './pack.model.ts'
import type { VideoDocument } from './video.model.ts'

/** What a view needs beside the document itself. */
export interface VideoContext {
  uploader: PersonView
  /** combinedTopicName, or null where the topic is none or gone. */
  topic: string | null
  renditions: RenditionView[]
  marks: OwnMarks
  isMine: boolean
}

export function presentVideo(video: VideoDocument, context: VideoContext): VideoView {
  const media = `/cdn/${video.uuid}`
  return {
    id: video._id.toString(),
    uuid: video.uuid,
    title: video.title,
    description: video.description,
    uploadDate: video.uploadDate.toISOString(),
    uploader: context.uploader,
    duration: video.duration,
    width: video.width,
    height: video.height,
    thumbnailURL: video.thumbnailURL,
    ...(context.isMine && thumbnailState(video)),
    topicId: context.topic && video.topicId ? video.topicId.toString() : null,
    topic: context.topic,
    clips: video.clips.map(String),
    // a video alone carries the first ids; in lists the counts say how many
    views: [],
    likes: [],
    dislikes: [],
    viewCount: video.viewCount,
    likeCount: video.likeCount,
    dislikeCount: video.dislikeCount,
    commentCount: video.commentCount,
    ...context.marks,
    isNsfw: video.isNsfw,
    isSensitive: video.isSensitive,
    visibility: video.visibility,
    storageStage: video.storageStage,
    state: video.state,
    playbackURL: video.packRevision > 0 ? `${media}/master.m3u8` : null,
    previewURL: video.previewKey ? `${media}/preview` : null,
    storyboardURL: video.storyboard ? `${media}/storyboard` : null,
    captions: video.captions.map((track) => ({
      language: track.language,
      label: track.label,
      url: captionsUrl(media, track),
    })),
    renditions: context.renditions,
    ...(video.attribution ? { attribution: video.attribution } : {}),
    isMine: context.isMine,
  } satisfies VideoView
}

function thumbnailState({ wantedThumbnail }: VideoDocument): Pick<VideoView, 'thumbnailState'> {
  if (!wantedThumbnail) return {}
  return { thumbnailState: wantedThumbnail.hasFailed ? 'failed' : 'making' }
}

export function presentVideoStatus(video: VideoDocument, renditions: RenditionView[]): VideoStatusView {
  return {
    state: video.state,
    progress: video.progress,
    renditions,
    ...(video.state === 'failed' ? { reason: video.failureReason ?? 'It could not be processed.' } : {}),
  } satisfies VideoStatusView
}

/** Highest first, as a quality menu shows them; sound alone is no quality. */
export function presentRenditions(
  renditions: Pick<PackRendition, 'kind' | 'name' | 'width' | 'height' | 'averageBitrate'>[],
): RenditionView[] {
  return renditions
    .filter((rendition) => rendition.kind !== 'audio')
    .map(({ name, width, height, averageBitrate }) => ({ name, width, height, bitrate: averageBitrate }))
    .sort((a, b) => b.height - a.height || b.bitrate - a.bitrate)
}

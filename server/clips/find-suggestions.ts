import type { ClipSuggestionsView } from '#shared/studio'
import { MAX_CLIPS_PER_VIDEO } from '#shared/clips'
import type { Actor } from '../accounts/actor.ts'
import { getEditableVideo } from '../videos/get-video.ts'
import { readCaptions } from '../videos/read-captions.ts'
import { VideoSignals, type VideoSignalsDocument } from '../videos/video-signals.model.ts'
import { Clip, type ClipDocument } from './clip.model.ts'
import { suggestClips } from './suggest-clips.ts'

/**
 * What could become clips of a video, for its creator. From what a job found out before: nothing is decoded here.
 * @throws NotFound, Forbidden as `getEditableVideo`
 */
export async function findSuggestions(actor: Actor, videoId: string): Promise<ClipSuggestionsView> {
  const video = await getEditableVideo(actor, videoId)
  if (video.state === 'failed') return { state: 'failed', items: [] }
  if (!video.analysedAt) return { state: 'working', items: [] }
  const [signals, taken, cues] = await Promise.all([
    VideoSignals.findById(video._id).lean<VideoSignalsDocument>(),
    Clip.find({ videoId: video._id, deletedAt: null }, { startSeconds: 1, endSeconds: 1 })
      .sort({ startSeconds: 1, _id: 1 })
      .limit(MAX_CLIPS_PER_VIDEO)
      .lean<ClipDocument[]>(),
    video.captions[0] ? readCaptions(video.captions[0].objectKey) : [],
  ])
  if (!signals) return { state: 'failed', items: [] }
  const { duration: durationSeconds, title } = video
  return { state: 'ready', items: suggestClips({ ...signals, durationSeconds, title, taken, cues }) }
}

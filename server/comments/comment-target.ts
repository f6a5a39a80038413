import type { Actor } from '../accounts/actor.ts'
import { getClip } from '../clips/get-clip.ts'
import type { ClipDocument } from '../clips/clip.model.ts'
import { getVideo } from '../videos/get-video.ts'
import type { VideoDocument } from '../videos/video.model.ts'
import type { CommentDocument } from './comment.model.ts'

/** What is commented on. */
export interface CommentTarget {
  kind: 'video' | 'clip'
  id: string
}

export interface CommentPlace {
  video: VideoDocument
  /** Null for comments on the video itself. */
  clip: ClipDocument | null
}

/** @throws NotFound for what is missing and, the same, for what this actor may not see */
export async function getPlace(actor: Actor, target: CommentTarget): Promise<CommentPlace> {
  return target.kind === 'clip'
    ? getClip(actor, target.id)
    : { video: await getVideo(actor, target.id), clip: null }
}

export function targetOf(comment: Pick<CommentDocument, 'videoId' | 'clipId'>): CommentTarget {
  return comment.clipId
    ? { kind: 'clip', id: comment.clipId.toString() }
    : { kind: 'video', id: comment.videoId.toString() }
}

/** Leads to one comment, which the page then opens. */
export function commentUrl(comment: Pick<CommentDocument, '_id' | 'videoId' | 'clipId'>): string {
  const { kind, id } = targetOf(comment)
  return `${kind === 'clip' ? '/clips' : '/watch'}/${id}#comment-${comment._id}`
}

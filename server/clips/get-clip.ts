import type { Actor } from '../accounts/actor.ts'
import { Forbidden, NotFound } from '../errors.ts'
import { readById } from '../plain-reads.ts'
import { getVideo } from '../videos/get-video.ts'
import { isWatchable } from '../videos/video-lifecycle.ts'
import { canEdit } from '../videos/video-policy.ts'
import type { VideoDocument } from '../videos/video.model.ts'
import { Clip, type ClipDocument } from './clip.model.ts'

export interface ClipOfVideo {
  clip: ClipDocument
  video: VideoDocument
}

/**
 * A clip with its video, whose rights it shares: they are looked at anew each time.
 * @throws NotFound for a missing clip and, the same, for one whose video this actor may not know of
 */
export async function getClip(actor: Actor, id: string): Promise<ClipOfVideo> {
  // by the id alone the database needs no plan
  const clip = await readById<ClipDocument>(Clip, id)
  const video = clip && !clip.deletedAt && (await findParent(actor, clip.videoId.toHexString()))
  if (!clip || !video) throw new NotFound('There is no such clip.')
  return { clip, video }
}

/** @throws Forbidden for a clip that this actor may watch but not change */
export async function getEditableClip(actor: Actor, id: string): Promise<ClipOfVideo> {
  const found = await getClip(actor, id)
  if (!canEdit(actor, found.video)) throw new Forbidden('Only the creator of a clip can change it.')
  return found
}

async function findParent(actor: Actor, videoId: string): Promise<VideoDocument | null> {
  try {
    const video = await getVideo(actor, videoId)
    return isWatchable(video.state) ? video : null
  } catch (error) {
    if (error instanceof NotFound) return null
    throw error
  }
}

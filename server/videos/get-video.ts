import type { Actor } from '../accounts/actor.ts'
import { Forbidden, NotFound } from '../errors.ts'
import { readById } from '../plain-reads.ts'
import { viewerScope } from '../relationships/viewer-scope.ts'
import { mayWatch } from './may-watch.ts'
import { canEdit } from './video-policy.ts'
import { Video, type VideoDocument } from './video.model.ts'

/** @throws NotFound for a missing video and, the same, for one that this actor may not know of */
export async function getVideo(actor: Actor, id: string): Promise<VideoDocument> {
  // by the id alone the database needs no plan; one that is deleted nobody may watch
  const [video] = await Promise.all([readById<VideoDocument>(Video, id), viewerScope(actor)])
  if (!video || !(await mayWatch(actor, video))) throw new NotFound('There is no such video.')
  return video
}

/** @throws Forbidden for a video that this actor may watch but not change */
export async function getEditableVideo(actor: Actor, id: string): Promise<VideoDocument> {
  const video = await getVideo(actor, id)
  if (!canEdit(actor, video)) throw new Forbidden('Only the creator of a video can change it.')
  return video
}

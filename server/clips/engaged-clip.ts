import type { Actor } from '../accounts/actor.ts'
import type { EngagedItem } from '../engagement/engaged-item.ts'
import { ownedVideo, readerOf } from '../videos/engaged-video.ts'
import { getClip } from './get-clip.ts'

/** @throws NotFound for a clip that this caller may not know of */
export async function engagedClip(actor: Actor, id: string): Promise<EngagedItem> {
  const { clip, video } = await getClip(actor, id)
  const durationSeconds = clip.duration
  return { kind: 'clip', id, durationSeconds, video: ownedVideo(video), reader: await readerOf(actor, video) }
}

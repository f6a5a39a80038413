import type { Actor } from '../accounts/actor.ts'
import { userIdOf, type EngagedItem, type Reader } from '../engagement/engaged-item.ts'
import { viewerScope } from '../relationships/viewer-scope.ts'
import { getVideo } from './get-video.ts'
import { canEdit } from './video-policy.ts'
import type { VideoDocument } from './video.model.ts'

/** @throws NotFound for a video that this caller may not know of */
export async function engagedVideo(actor: Actor, id: string): Promise<EngagedItem> {
  const video = await getVideo(actor, id)
  const durationSeconds = video.duration
  return {
    kind: 'video',
    id,
    durationSeconds,
    video: ownedVideo(video),
    reader: await readerOf(actor, video),
  }
}

export function ownedVideo({ _id, uploader }: VideoDocument): EngagedItem['video'] {
  return { id: _id.toHexString(), uploader }
}

/** What a reader is shown of those who engaged with a video or with its clips. */
export async function readerOf(actor: Actor, video: VideoDocument): Promise<Reader> {
  const { hiddenUserIds } = await viewerScope(actor)
  return { userId: userIdOf(actor), isCreator: canEdit(actor, video), hiddenUserIds }
}

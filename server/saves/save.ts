import type { SavedParams } from '#shared/saved'
import type { UserActor } from '../accounts/actor.ts'
import { getClip } from '../clips/get-clip.ts'
import { setSave } from '../engagement/set-save.ts'
import { getVideo } from '../videos/get-video.ts'

/** @throws NotFound for what this person may not know of */
export async function save(actor: UserActor, { kind, id }: SavedParams): Promise<void> {
  await (kind === 'clip' ? getClip(actor, id) : getVideo(actor, id))
  await setSave(actor.userId, { kind, id }, true)
}

/** What can no longer be seen, or is gone, can be taken out as well. */
export async function unsave(actor: UserActor, { kind, id }: SavedParams): Promise<void> {
  await setSave(actor.userId, { kind, id }, false)
}

import type { UserActor } from '../accounts/actor.ts'
import { Conflict } from '../errors.ts'
import { getVideo } from '../videos/get-video.ts'
import { findNeeded } from './find-needed.ts'

/**
 * Looks whether a piece is wanted, before its bytes are taken in: nobody can fill the memory with what nobody waits for.
 * @throws NotFound for a video that this person may not know of; Conflict where it awaits nothing, or another offset
 */
export async function expectPiece(
  actor: UserActor,
  { videoId, offset }: { videoId: string; offset: number },
): Promise<void> {
  await getVideo(actor, videoId)
  const { items } = await findNeeded(actor, [videoId])
  const needed = items[0]
  if (!needed) throw new Conflict('This video needs no copy: the server has it.')
  if (needed.receivedBytes !== offset) throw new Conflict(`The next piece begins at ${needed.receivedBytes}.`)
}

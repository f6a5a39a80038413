import type { UserActor } from '../accounts/actor.ts'
import { record } from '../audit/record.ts'
import { getEditableVideo } from '../videos/get-video.ts'
import { repairVideo } from './find-storage-faults.ts'

/** @throws NotFound as `getEditableVideo`; Conflict where there is no other copy */
export async function repairStored(actor: UserActor, videoId: string): Promise<void> {
  const video = await getEditableVideo(actor, videoId)
  await record(actor, { action: 'REPAIR_VIDEO', target: `video:${videoId}` })
  await repairVideo(video)
}

import type { MoveVideoBody } from '#shared/storage'
import type { StorageStage } from '#shared/videos'

type Target = MoveVideoBody['to']

/** Where an admin may move a video from each stage; a deadline and somebody's copy are the only other ways. */
const NEXT: Record<StorageStage, readonly Target[]> = {
  LIVE: ['RELIVE', 'ARCHIVE'],
  RELIVE: ['LIVE', 'ARCHIVE'],
  ARCHIVE: ['RELIVE', 'EXPIRING'],
  EXPIRING: ['RELIVE'],
  AWAITING_PUSH: [],
}

/** What is held stays in the archive or above. */
export function nextStages({ stage, isHeld }: { stage: StorageStage; isHeld: boolean }): readonly Target[] {
  return NEXT[stage].filter((to) => !isHeld || to !== 'EXPIRING')
}

import { reconcileClipDeletes } from './delete-clip.ts'
import { settleLeftClips } from './settle-clip.ts'

/** Finishes what a killed process left half made or half deleted. */
export async function reconcileClips(): Promise<void> {
  await settleLeftClips()
  await reconcileClipDeletes()
}

import { boundedCache } from '../bounded-cache.ts'
import { enqueue } from '../jobs/enqueue.ts'

/** A player asks for a range every second or so; the job has one key, so that asking again would change nothing anyway. */
const ASKED_MS = 3_000
const asked = boundedCache<true>({ entries: 2_000, keptMs: ASKED_MS })

/**
 * Somebody wants to watch a video that sank: it is brought back to RELIVE, once however many ask. Cheap to call for
 * every request.
 */
export async function requestRestore(videoId: string): Promise<void> {
  if (asked.get(videoId)) return
  asked.set(videoId, true)
  try {
    await enqueue('restore-video', { videoId })
  } catch (error) {
    asked.delete(videoId)
    throw error
  }
}

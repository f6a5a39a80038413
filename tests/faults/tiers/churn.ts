import { moveCollections } from '../../../server/tiers/move-collections.ts'
import { moveVideo } from '../../../server/tiers/move-video.ts'
import { restoreVideo } from '../../../server/tiers/restore-video.ts'
import { AppError } from '../../../server/errors.ts'
import { Video, type VideoDocument } from '../../../server/videos/video.model.ts'
import { pick, seededRandom } from '../random.ts'
import { SMALL_LIMITS } from '../../support/tiers.ts'

const signal = new AbortController().signal

/** Moves these videos up and down at random until the process is killed. */
export async function churn(ids: string[], seed: number): Promise<void> {
  const random = seededRandom(seed)
  const mover = keep(() => moveCollections({ signal, limits: SMALL_LIMITS }))
  const wisher = keep(() => wish(pick(random, ids), random))
  await Promise.all([mover, wisher])
}

async function wish(id: string, random: () => number): Promise<void> {
  const video = await Video.findById(id).orFail().lean<VideoDocument>()
  if (video.storageStage === 'RELIVE') await moveVideo(id, { to: 'ARCHIVE', reason: 'rarely_watched' })
  else if (video.storageStage === 'ARCHIVE' && random() < 0.5) {
    await moveVideo(id, { to: 'EXPIRING', reason: 'hardly_ever_watched' })
  } else await restoreVideo(id, { signal })
}

async function keep(act: () => Promise<void>): Promise<never> {
  for (;;) {
    try {
      await act()
    } catch (error) {
      // refused, or moved by the other hand just now
      if (!(error instanceof AppError)) throw error
    }
  }
}

import { setTimeout as sleep } from 'node:timers/promises'
import type { StorageStage } from '../../../shared/videos.ts'
import { giveBack } from '../../../server/tiers/give-back.ts'
import { moveCollections } from '../../../server/tiers/move-collections.ts'
import { moveVideo } from '../../../server/tiers/move-video.ts'
import { restoreVideo } from '../../../server/tiers/restore-video.ts'
import { Video } from '../../../server/videos/video.model.ts'
import { removeVideo } from '../../../server/worker/remove-video.ts'
import { userActor } from '../../support/videos.ts'
import { SMALL_LIMITS } from '../../support/tiers.ts'

const DAY_MS = 24 * 3600_000
const signal = new AbortController().signal

/** A moment of a case: its days after the case began. */
export interface Case {
  startedAt: Date
  /** The first is moved; the others lie beside it. */
  ids: string[]
  /** The pack of the first, for giving it back. */
  pack: Buffer
}

export interface Edge {
  /** Where the first video begins, and where the others do. */
  from: StorageStage
  beside?: number
  /** Where it may be after a fault and the recovery; the last is where it is without a fault. */
  ends: readonly (StorageStage | 'deleted')[]
  /** Days after the beginning that the edge is over. */
  days?: number
  run(video: Case): Promise<void>
}

const at = ({ startedAt }: Case, days: number) => new Date(startedAt.getTime() + days * DAY_MS)
const move = (now: Date) => moveCollections({ signal, now, limits: SMALL_LIMITS })

/** Every way that a video goes, by name. */
export const EDGES: Record<string, Edge> = {
  'LIVE>RELIVE': {
    from: 'LIVE',
    ends: ['LIVE', 'RELIVE'],
    run: ({ ids }) => moveVideo(ids[0]!, { to: 'RELIVE', reason: 'cooled_down' }),
  },
  'RELIVE>LIVE': {
    from: 'RELIVE',
    ends: ['RELIVE', 'LIVE'],
    run: ({ ids }) => moveVideo(ids[0]!, { to: 'LIVE', reason: 'trending' }),
  },
  'RELIVE>ARCHIVE': {
    from: 'RELIVE',
    ends: ['RELIVE', 'ARCHIVE'],
    async run(video) {
      await moveVideo(video.ids[0]!, { to: 'ARCHIVE', reason: 'rarely_watched', now: video.startedAt })
      await move(video.startedAt)
    },
  },
  'ARCHIVE>RELIVE': {
    from: 'ARCHIVE',
    beside: 1,
    ends: ['ARCHIVE', 'RELIVE'],
    run: ({ ids }) => restoreVideo(ids[0]!, { signal }),
  },
  'ARCHIVE>EXPIRING': {
    from: 'ARCHIVE',
    ends: ['ARCHIVE', 'EXPIRING'],
    async run(video) {
      await moveVideo(video.ids[0]!, { to: 'EXPIRING', reason: 'hardly_ever_watched', now: video.startedAt })
      await move(video.startedAt)
    },
  },
  'ARCHIVE>EXPIRING, others stay': {
    from: 'ARCHIVE',
    beside: 1,
    ends: ['ARCHIVE', 'EXPIRING'],
    async run(video) {
      await moveVideo(video.ids[0]!, { to: 'EXPIRING', reason: 'hardly_ever_watched', now: video.startedAt })
      await move(video.startedAt)
    },
  },
  'EXPIRING>RELIVE': {
    from: 'EXPIRING',
    ends: ['EXPIRING', 'RELIVE'],
    run: ({ ids }) => restoreVideo(ids[0]!, { signal }),
  },
  'EXPIRING>AWAITING_PUSH': {
    from: 'EXPIRING',
    days: 30,
    ends: ['EXPIRING', 'AWAITING_PUSH'],
    async run(video) {
      await move(at(video, 15))
      await move(at(video, 30))
    },
  },
  'AWAITING_PUSH>EXPIRING': {
    from: 'AWAITING_PUSH',
    days: 31,
    ends: ['AWAITING_PUSH', 'EXPIRING'],
    async run(video) {
      await giveBack(userActor(), { videoId: video.ids[0]!, offset: 0, bytes: video.pack }, 0)
      await move(at(video, 31))
    },
  },
  'ARCHIVE>ARCHIVE, compacted': {
    from: 'ARCHIVE',
    beside: 3,
    ends: ['ARCHIVE'],
    async run(video) {
      for (const id of video.ids.slice(1)) await restoreVideo(id, { signal })
      await move(video.startedAt)
    },
  },
  'ARCHIVE>deleted': {
    from: 'ARCHIVE',
    beside: 1,
    ends: ['ARCHIVE', 'deleted'],
    async run(video) {
      await Video.updateOne({ _id: video.ids[0] }, { $set: { deletedAt: video.startedAt } })
      await removeVideo(video.ids[0]!, signal)
      await move(video.startedAt)
    },
  },
  'EXPIRING>deleted': {
    from: 'EXPIRING',
    ends: ['EXPIRING', 'deleted'],
    async run(video) {
      await Video.updateOne({ _id: video.ids[0] }, { $set: { deletedAt: video.startedAt } })
      await removeVideo(video.ids[0]!, signal)
      await move(video.startedAt)
    },
  },
  'EXPIRING>deleted, others stay': {
    from: 'EXPIRING',
    beside: 1,
    ends: ['EXPIRING', 'deleted'],
    async run(video) {
      await Video.updateOne({ _id: video.ids[0] }, { $set: { deletedAt: video.startedAt } })
      await removeVideo(video.ids[0]!, signal)
      await move(video.startedAt)
    },
  },
}

/** Twice at once, the second a moment behind. What one of them is refused is no fault: the other does it. */
export async function runTwice(edge: Edge, video: Case): Promise<void> {
  const second = sleep(20).then(() => edge.run(video))
  await Promise.allSettled([edge.run(video), second])
}

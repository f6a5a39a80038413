import { z } from 'zod'
import { ClipView } from './clips.ts'
import { Id, Timestamp, pageOf } from './common.ts'
import { VideoView } from './videos.ts'

export const HistoryItemView = z.object({
  id: Id,
  item: z.discriminatedUnion('kind', [
    z.object({ kind: z.literal('video'), video: VideoView }),
    z.object({ kind: z.literal('clip'), clip: ClipView }),
  ]),
  /** Seconds into the item. */
  positionSeconds: z.number(),
  secondsWatched: z.number(),
  isFinished: z.boolean(),
  watchedAt: Timestamp,
})
export type HistoryItemView = z.infer<typeof HistoryItemView>
export const HistoryPage = pageOf(HistoryItemView)

/** Pausing keeps what is there and adds nothing. */
export const HistorySettings = z.strictObject({ isPaused: z.boolean() })
export type HistorySettings = z.infer<typeof HistorySettings>

import { z } from 'zod'
import { ClipView } from './clips.ts'
import { Id, Timestamp, pageOf } from './common.ts'
import { TargetKind } from './engagement.ts'
import { VideoView } from './videos.ts'

export const SavedParams = z.strictObject({ kind: TargetKind.exclude(['comment']), id: Id })
export type SavedParams = z.infer<typeof SavedParams>

export const SavedView = z.object({
  savedAt: Timestamp,
  item: z.discriminatedUnion('kind', [
    ClipView.extend({ kind: z.literal('clip') }),
    VideoView.extend({ kind: z.literal('video') }),
  ]),
})
export type SavedView = z.infer<typeof SavedView>
export const SavedPage = pageOf(SavedView)

import { z } from 'zod'
import { PersonView } from './accounts.ts'
import { ClipView } from './clips.ts'
import { Id, Timestamp, pageOf } from './common.ts'
import { VideoView } from './videos.ts'

/** Something that a connection sent. */
export const ShareView = z.object({
  id: Id,
  from: PersonView,
  message: z.string(),
  date: Timestamp,
  video: VideoView.nullable(),
  clip: ClipView.nullable(),
})
export type ShareView = z.infer<typeof ShareView>
export const SharePage = pageOf(ShareView)

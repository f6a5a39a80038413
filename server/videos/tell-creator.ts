import { notify } from '../notifications/notify.ts'
import { withdraw } from '../notifications/withdraw.ts'
import type { VideoDocument } from './video.model.ts'

/** Tells the creator, once however often it is called, that a video is ready or could not be prepared. */
export async function tellCreator(
  video: Pick<VideoDocument, '_id' | 'uploader' | 'title' | 'state'>,
): Promise<void> {
  const id = video._id.toString()
  const notice = { userId: video.uploader.toString(), subject: video.title }
  if (video.state === 'ready') {
    await withdraw(`video_failed:${id}`)
    const [kind, thing] = ['video_ready' as const, `video_ready:${id}`]
    await notify({ ...notice, kind, group: kind, thing, url: `/watch/${id}` })
  } else if (video.state === 'failed') {
    const [kind, thing] = ['video_failed' as const, `video_failed:${id}`]
    await notify({ ...notice, kind, group: kind, thing, url: '/studio' })
  }
}

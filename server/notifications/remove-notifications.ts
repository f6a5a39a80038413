import { removeNotificationsTo, withdraw } from './withdraw.ts'

/** All that told of a video or leads to it. First what a row gathered with other videos, so that those stay. */
export async function removeNotificationsOf(videoId: string): Promise<void> {
  await withdraw(`video_ready:${videoId}`, `video_failed:${videoId}`)
  await removeNotificationsTo(`/watch/${videoId}`)
}

/** All that leads to a clip. */
export function removeNotificationsOfClip(clipId: string): Promise<void> {
  return removeNotificationsTo(`/clips/${clipId}`)
}

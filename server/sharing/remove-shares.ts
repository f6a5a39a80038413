import { Share } from './share.model.ts'

/** Whatever was shared of a video that goes, its clips too. */
export async function removeSharesOf(videoId: string): Promise<void> {
  await Share.deleteMany({ videoId })
}

/** Of one clip, whose video stays. */
export async function removeSharesOfClip(clipId: string): Promise<void> {
  await Share.deleteMany({ clipId })
}

import { CaptionSegment } from './caption-segment.model.ts'

export async function removeCaptionSegmentsOf(videoId: string): Promise<void> {
  await CaptionSegment.deleteMany({ videoId })
}

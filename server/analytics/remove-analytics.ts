import { DayCount } from './day-count.model.ts'
import { WatchCurve } from './watch-curve.model.ts'

/** Of a clip that goes, or of a video with its clips. What a clip added to its video's curve stays: that was seen. */
export async function removeAnalyticsOf(target: { videoId: string } | { clipId: string }): Promise<void> {
  const filter = 'videoId' in target ? { videoId: target.videoId } : { targetId: target.clipId }
  await DayCount.deleteMany(filter)
  await WatchCurve.deleteMany(filter)
}

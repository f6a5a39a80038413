import type { FeedItem } from '#shared/feed'
import { createExperience, type ItemExperience } from '../experience/create-experience'
import { WatchReporter, type WatchReach } from '../player/watch-reporter'
import type { FeedVideo } from './feed-video'
import { thingOf } from './item-key'

const SKIP_SECONDS = 3

/** One stay at one item: what is told of it, to count what was watched and to know how it played. */
export class FeedVisit {
  private readonly experience: ItemExperience
  private readonly reporter: WatchReporter
  private readonly shownBefore: number
  private readonly framesBefore: Frames
  private isEnded = false

  /** @param video what shows it; its media may have been shown on an earlier visit */
  constructor(item: FeedItem, video: FeedVideo, reach: WatchReach) {
    const thing = thingOf(item)
    this.experience = createExperience('feed').begin(thing, { wasReady: video.isReady })
    this.reporter = new WatchReporter(reach, () => ({ ...thing, duration: video.duration, source: 'feed' }))
    this.shownBefore = video.shownBytes()
    this.framesBefore = framesOf(video.element)
  }

  look(video: FeedVideo): void {
    if (video.hasFrame) this.experience.sawFirstFrame()
    if (video.failure) this.experience.fails()
    if (video.isWaiting && !video.element.seeking) this.experience.waits()
    else this.experience.goesOn()
    if (video.hasFrame) this.reporter.look(video.position, video.isPlaying)
  }

  /** Played through; told the first time, since it begins again by itself. */
  end(): void {
    if (!this.isEnded) void this.reporter.tell({ isEnd: true })
    this.isEnded = true
  }

  /** Left early: little of it was seen. */
  isSkip(video: FeedVideo): boolean {
    return !this.isEnded && video.position < Math.min(SKIP_SECONDS, video.duration / 2)
  }

  /** What was watched so far: at a pause, or when the page is hidden. */
  tell(): void {
    void this.reporter.tell()
  }

  leave(video: FeedVideo, fetchedBytes: number): void {
    const { videoWidth, videoHeight } = video.element
    const { dropped, total } = framesOf(video.element)
    this.reporter.tellLeaving(this.isEnded)
    this.experience.leave({
      playedSeconds: this.reporter.totalSeconds,
      height: Math.min(videoWidth, videoHeight),
      fetchedBytes,
      // of the bytes that came for this visit: what was there before was told before
      shownBytes: Math.min(video.shownBytes() - this.shownBefore, fetchedBytes),
      droppedFrames: dropped - this.framesBefore.dropped,
      totalFrames: total - this.framesBefore.total,
    })
  }
}

interface Frames {
  dropped: number
  total: number
}

function framesOf(element: HTMLVideoElement): Frames {
  // Firefox with resistFingerprinting and old WebKit have none
  const quality = element.getVideoPlaybackQuality?.()
  return { dropped: quality?.droppedVideoFrames ?? 0, total: quality?.totalVideoFrames ?? 0 }
}

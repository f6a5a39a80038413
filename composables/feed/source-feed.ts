import type { PlaybackHints, PlaybackRendition } from '#shared/feed'
import { GAP_SECONDS, spansOf } from './buffered'
import { RangeRefused } from './fetch-range'
import type { FeedTrouble, MediaFeed } from './media-feed'
import type { RangeLoader } from './range-loader'
import type { Renditions } from './rendition-choice'
import { retryStep } from './retry-steps'
import type { Segment } from './segments'
import { TrackFeeder, Undecodable } from './track-feeder'

/** Managed Media Source is all that iPhones have (iOS 17.1 on). */
export function mediaSourceClass(): typeof MediaSource | undefined {
  const scope = globalThis as { MediaSource?: typeof MediaSource; ManagedMediaSource?: typeof MediaSource }
  return scope.MediaSource ?? scope.ManagedMediaSource
}

export interface SourceContext extends FeedTrouble {
  itemKey: string
  playback: PlaybackHints
  renditions: Renditions
  loader: RangeLoader
  /** The rendition that screen and line want now. */
  choose(): PlaybackRendition
  /** It plays now: its bytes go before all others. */
  isUrgent(): boolean
}

/**
 * Frames of the last segment may come out of their order, so that a window that closes with the clip would shut out some
 * that belong to it. The exact end is kept by the clock; this is how far it could ever be overrun.
 */
const END_SLACK_SECONDS = 0.25
/** More than this must be loaded before a higher rendition is worth its wait. */
const CLIMB_AFTER_SECONDS = 4
const LOOK_MS = 500

/** Plays an item by Media Source, on the clock of its video: segments keep their own times, and seeking is plain. */
export function createSourceFeed(
  element: HTMLVideoElement,
  Source: typeof MediaSource,
  context: SourceContext,
): MediaFeed {
  const { playback, renditions } = context
  const closed = new AbortController()
  const source = new Source()
  const feeders: TrackFeeder[] = []
  const waiting = new Set<() => void>()
  let goalSeconds = 0
  /** Renditions above this have failed. */
  let ceiling = Infinity

  const url = URL.createObjectURL(source)
  element.src = url
  source.addEventListener('sourceopen', open, { once: true, signal: closed.signal })
  for (const type of ['timeupdate', 'seeking'])
    element.addEventListener(type, wake, { signal: closed.signal })

  function open(): void {
    URL.revokeObjectURL(url)
    source.duration = playback.endSeconds
    const tracks = [firstPicture(), renditions.sound].filter((track) => track !== null)
    // all before the first byte: a source takes no other tracks later
    for (const track of tracks) feeders.push(feederOf(track))
    for (const feeder of feeders) void feed(feeder)
  }

  function feederOf(track: PlaybackRendition): TrackFeeder {
    const buffer = source.addSourceBuffer(track.mimeType)
    buffer.appendWindowEnd = playback.endSeconds + END_SLACK_SECONDS
    const { loader, itemKey, isUrgent } = context
    return new TrackFeeder(buffer, track, { loader, itemKey, isUrgent, packURL: playback.packURL })
  }

  /** What lies in memory already is shown sooner than what would fit best. */
  function firstPicture(): PlaybackRendition {
    const wanted = context.choose()
    const { loader, itemKey } = context
    const isThere = ({ initRange }: PlaybackRendition) =>
      loader.has({ itemKey, url: playback.packURL, range: initRange })
    return isThere(wanted) ? wanted : (renditions.pictures.find(isThere) ?? wanted)
  }

  async function feed(feeder: TrackFeeder): Promise<void> {
    let failures = 0
    while (!closed.signal.aborted) {
      const segment = nextOf(feeder)
      if (!segment) {
        finish()
        await rest()
        continue
      }
      try {
        await feeder.append(segment)
        failures = 0
        skipGap()
        await feeder.forget(element.currentTime)
      } catch (error) {
        if (closed.signal.aborted) return
        failures += 1
        if (!(await recover(feeder, error, failures))) return
      }
    }
  }

  function nextOf(feeder: TrackFeeder): Segment | null {
    if (goalSeconds <= 0) return null
    const position = Math.max(element.currentTime, playback.startSeconds)
    const goal = Math.min(position + goalSeconds, playback.endSeconds)
    const segment = feeder.next(position, goal)
    if (!segment || feeder.rendition.kind === 'audio') return segment
    return mayChange(feeder, segment, segment.startSeconds - position) ? feeder.next(position, goal) : segment
  }

  /** Another rendition from here on, unless the bytes are there or the way up would be felt. */
  function mayChange(feeder: TrackFeeder, segment: Segment, aheadSeconds: number): boolean {
    const wanted = context.choose()
    const { rendition } = feeder
    const isHigher = wanted.averageBitrate > rendition.averageBitrate
    if (wanted.name === rendition.name || wanted.averageBitrate >= ceiling) return false
    if (isHigher ? aheadSeconds < CLIMB_AFTER_SECONDS : feeder.hasInMemory(segment)) return false
    feeder.use(wanted)
    return true
  }

  /** False when it is given up. */
  async function recover(feeder: TrackFeeder, error: unknown, failures: number): Promise<boolean> {
    if (error instanceof RangeRefused && error.isRestoring) return fail('restoring')
    if (error instanceof RangeRefused && error.isAwaiting) return fail('awaiting')
    if (error instanceof RangeRefused && error.isGone) return fail('gone')
    // the element says so as well, and is given another try
    if (error instanceof Undecodable) return false
    if (error instanceof DOMException && error.name === 'QuotaExceededError') return rest().then(() => true)
    const lower = renditions.pictures.filter((each) => each.averageBitrate < feeder.rendition.averageBitrate)
    const step = retryStep(failures, feeder.rendition.kind !== 'audio' && lower.length > 0)
    if (step.kind === 'fail') return fail('network')
    if (step.kind === 'again') return sleep(step.afterMs).then(() => true)
    ceiling = feeder.rendition.averageBitrate
    feeder.use(lower[0]!)
    return true
  } // prettier-ignore

  function fail(reason: Parameters<FeedTrouble['onFail']>[0]): false {
    context.onFail(reason)
    return false
  }

  /** The first frame may come a moment after the clip's start; the element would wait for what is not there. */
  function skipGap(): void {
    if (element.readyState === 0 || element.readyState > 2) return
    const next = spansOf(element.buffered).find(({ endSeconds }) => endSeconds > element.currentTime)
    const gap = next ? next.startSeconds - element.currentTime : 0
    if (next && gap > 0 && gap < GAP_SECONDS * 2) element.currentTime = next.startSeconds + 0.001
  }

  /** Says that nothing more comes, so that the element ends rather than waits where the last frames end early. */
  function finish(): void {
    const isLoaded = feeders.length > 0 && feeders.every((feeder) => feeder.isAtEnd(playback.endSeconds))
    const isBusy = Array.from(source.sourceBuffers).some(({ updating }) => updating)
    if (isLoaded && !isBusy && source.readyState === 'open') source.endOfStream()
  }

  /** Until something has changed that may want more. */
  function rest(): Promise<void> {
    return new Promise((resolve) => {
      const done = () => {
        waiting.delete(done)
        resolve()
      }
      waiting.add(done)
    })
  }

  function sleep(ms: number): Promise<void> {
    return new Promise((resolve) => setTimeout(resolve, ms))
  }

  function wake(): void {
    for (const call of [...waiting]) call()
  }

  const timer = setInterval(wake, LOOK_MS)

  return {
    origin: playback.startSeconds,
    setGoal(aheadSeconds) {
      goalSeconds = aheadSeconds
      if (context.isUrgent()) for (const feeder of feeders) feeder.hurry()
      wake()
    },
    seeked(position) {
      for (const feeder of feeders) feeder.seekTo(position)
      wake()
    },
    shownBytes: () => feeders.reduce((sum, feeder) => sum + feeder.shownBytes(element.played), 0),
    close() {
      closed.abort()
      clearInterval(timer)
      for (const feeder of feeders) feeder.close()
      wake()
      element.removeAttribute('src')
      element.load()
    },
  }
}

import type { PlaybackRendition } from '#shared/feed'
import { nextSegment, playedBytes, spansOf, type Span } from './buffered'
import type { RangeLoader } from './range-loader'
import { bytesOf, segmentsOf, type Segment } from './segments'

export interface TrackContext {
  loader: RangeLoader
  itemKey: string
  packURL: string
  isUrgent(): boolean
}

/** Behind what plays, so much stays loaded: what one leaps back. */
const KEPT_SECONDS = 20

/** One source buffer and the rendition that fills it, segment by segment. */
export class TrackFeeder {
  rendition: PlaybackRendition
  private segments: Segment[]
  private readonly buffer: SourceBuffer
  private readonly context: TrackContext
  private hasInit = false
  private last = -1
  private reading: { segment: Segment; controller: AbortController } | null = null
  private readonly loaded: (Span & { bytes: number })[] = []

  constructor(buffer: SourceBuffer, rendition: PlaybackRendition, context: TrackContext) {
    this.buffer = buffer
    this.rendition = rendition
    this.context = context
    this.segments = segmentsOf(rendition)
  }

  /** What to load next; null when it is loaded until `goal`. Times in seconds into the video. */
  next(position: number, goal: number): Segment | null {
    return nextSegment(this.segments, spansOf(this.buffer.buffered), { position, goal, last: this.last })
  }

  /** The following segments come from another rendition of the same kind. */
  use(rendition: PlaybackRendition): void {
    if (rendition.name === this.rendition.name) return
    if (rendition.mimeType !== this.rendition.mimeType && !this.buffer.updating)
      this.buffer.changeType(rendition.mimeType)
    this.rendition = rendition
    this.segments = segmentsOf(rendition)
    this.hasInit = false
    this.last = -1
  }

  hasInMemory(segment: Segment): boolean {
    return this.context.loader.has(this.pieceOf(segment.range))
  }

  /**
   * Brings a segment into the buffer as its bytes come.
   * @throws what its fetch failed with, or the browser's word on its bytes
   */
  async append(segment: Segment): Promise<void> {
    const controller = new AbortController()
    this.reading = { segment, controller }
    try {
      // both are asked for before either is awaited
      const media = this.stream(segment.range, controller.signal)
      const begun = media.next()
      begun.catch(() => undefined)
      if (!this.hasInit) await this.pour(this.stream(this.rendition.initRange, controller.signal))
      this.hasInit ||= !controller.signal.aborted
      const first = await begun
      if (!first.done) await this.put(first.value)
      await this.pour(media)
      if (controller.signal.aborted) return this.reset()
      this.last = segment.index
      this.loaded.push({ ...segment, bytes: bytesOf(segment.range) })
    } catch (error) {
      this.reset()
      throw error
    } finally {
      this.reading = null
    }
  }

  /** After a seek: what is under way for another place is broken off, and nothing counts as tried. */
  seekTo(position: number): void {
    this.last = -1
    const { reading } = this
    if (!reading) return
    const { startSeconds, endSeconds } = reading.segment
    if (position < startSeconds || position >= endSeconds) reading.controller.abort()
  }

  /** It is waited for now. */
  hurry(): void {
    if (!this.reading) return
    this.context.loader.hurry(this.pieceOf(this.rendition.initRange))
    this.context.loader.hurry(this.pieceOf(this.reading.segment.range))
  }

  /** Room for more, where the browser has none left. */
  async forget(position: number): Promise<void> {
    const until = position - KEPT_SECONDS
    if (until <= 0 || this.buffer.buffered.length === 0 || this.buffer.buffered.start(0) >= until) return
    this.buffer.remove(0, until)
    await settled(this.buffer)
  }

  isAtEnd(endSeconds: number): boolean {
    const { buffered } = this.buffer
    const isLastLoaded = this.last === this.segments.length - 1
    return isLastLoaded || (buffered.length > 0 && buffered.end(buffered.length - 1) >= endSeconds)
  }

  shownBytes(played: TimeRanges): number {
    return playedBytes(this.loaded, spansOf(played))
  }

  close(): void {
    this.reading?.controller.abort()
  }

  private stream(range: [number, number], signal: AbortSignal) {
    const { loader, isUrgent } = this.context
    return loader.read(this.pieceOf(range), { isUrgent: isUrgent(), signal })
  }

  private pieceOf(range: [number, number]) {
    return { itemKey: this.context.itemKey, url: this.context.packURL, range }
  }

  private async pour(bytes: AsyncGenerator<Uint8Array<ArrayBuffer>>): Promise<void> {
    for await (const chunk of bytes) await this.put(chunk)
  }

  private async put(chunk: Uint8Array<ArrayBuffer>): Promise<void> {
    this.buffer.appendBuffer(chunk)
    await settled(this.buffer)
  }

  /** Half a segment may lie in the parser. Fails where the source is closed already, and then nothing is lost. */
  private reset(): void {
    try {
      this.buffer.abort()
    } catch {
      // closed
    }
  }
}

/** Resolves once the buffer takes the next command. */
function settled(buffer: SourceBuffer): Promise<void> {
  if (!buffer.updating) return Promise.resolve()
  const { promise, resolve, reject } = deferred()
  const heard = new AbortController()
  const once = { signal: heard.signal }
  buffer.addEventListener('updateend', resolve, once)
  buffer.addEventListener('abort', resolve, once)
  // `error` comes before the `updateend` of the same failure
  buffer.addEventListener('error', () => reject(new Undecodable()), once)
  return promise.finally(() => heard.abort())
}

/** The bytes came and are none that this browser can read. */
export class Undecodable extends Error {}

/** Promise.withResolvers is younger than the browsers that are served. */
function deferred() {
  let resolve!: () => void
  let reject!: (error: Error) => void
  const promise = new Promise<void>((yes, no) => ([resolve, reject] = [yes, no]))
  return { promise, resolve, reject }
}

import type { Engine, EngineTrack } from './engine'

/** Part of a video, in seconds into it. */
export interface Stretch {
  startSeconds: number
  endSeconds: number
  /** Its captions and storyboard are those of the whole video; a clip has its own. */
  hasVideoTracks?: boolean
}

/** So near to the end a picture more would lie behind it. */
const END_TOLERANCE_SECONDS = 0.005
/** At usual speed: more than two of the engine's own steps, one of which may come late. */
const NEAR_END_SECONDS = 1

/**
 * The engine as if there were nothing but the stretch: times run from 0 to its length, and it ends there to the frame
 * (or begins again). `stretch` gives null for a source that is played whole.
 */
export function playStretch(
  engine: Engine,
  stretch: () => Stretch | null,
  isLooped: () => boolean = () => false,
): Engine {
  /** Seconds into the video at which the playlist begins; null until it is read. */
  let base: number | null = null
  let isOver = false
  /** Set before anything played, in the engine's time: the playlist's own EXT-X-START would undo it at the first play. */
  let wanted: number | null = null
  let frame = 0
  const waiting: (() => void)[] = []

  // 9.2 - 8 is a hair less than 1.2, and browsers cut off what lies below a microsecond: the picture before would show
  const start = () => Math.round(((stretch()?.startSeconds ?? 0) - (base ?? 0)) * 1e6) / 1e6
  const length = () => {
    const part = stretch()
    return part ? part.endSeconds - part.startSeconds : 0
  }

  function learnBase(): void {
    base ??= playlistStart(engine)
    for (const run of waiting.splice(0)) run()
  }

  function look(): void {
    if (!stretch() || base === null || isOver || engine.seeking()) return
    if (engine.currentTime() < start() + length() - END_TOLERANCE_SECONDS) return
    if (isLooped()) return void engine.currentTime(start())
    isOver = true
    engine.pause()
    engine.trigger('ended')
  }

  /** Picture by picture towards the end; before it the engine's own word, four times a second, is enough. */
  function follow(): void {
    look()
    cancelAnimationFrame(frame)
    if (!stretch() || !isNearEnd()) return
    const step = () => {
      look()
      if (!engine.paused() && isNearEnd()) frame = requestAnimationFrame(step)
    }
    frame = requestAnimationFrame(step)
  }

  function isNearEnd(): boolean {
    return start() + length() - engine.currentTime() < NEAR_END_SECONDS * engine.playbackRate()
  }

  function seek(seconds: number): void {
    isOver = false
    const target = start() + seconds
    if (wanted !== null) wanted = target
    engine.currentTime(target)
  }

  function onPlay(): void {
    if (!stretch()) return
    if (isOver) seek(0)
    if (wanted !== null) queueMicrotask(() => wanted !== null && engine.currentTime(wanted))
  }

  engine.on('loadedmetadata', learnBase)
  engine.on('timeupdate', follow)
  engine.on('play', onPlay)
  engine.on('playing', () => {
    wanted = null
    follow()
  })

  const within = (seconds: number) => Math.min(Math.max(0, seconds - start()), length())
  const ranges = (all: TimeRanges): TimeRanges =>
    stretch() ? { length: all.length, start: (n) => within(all.start(n)), end: (n) => within(all.end(n)) } : all

  const overrides: Partial<Engine> = {
    src(source) {
      base = null
      isOver = false
      wanted = 0
      engine.src(source)
    },
    currentTime: ((seconds?: number) => {
      if (!stretch()) return seconds === undefined ? engine.currentTime() : engine.currentTime(seconds)
      if (seconds !== undefined) return seek(seconds)
      return base === null ? 0 : within(engine.currentTime())
    }) as Engine['currentTime'],
    duration: () => (stretch() ? length() : engine.duration()),
    buffered: () => ranges(engine.buffered()),
    seekable: () => ranges(engine.seekable()),
    ended: () => isOver || engine.ended(),
    play() {
      if (stretch() && (isOver || engine.ended())) seek(0)
      return engine.play()
    },
    addRemoteTextTrack(track: EngineTrack, manualCleanup: boolean) {
      const added = engine.addRemoteTextTrack(track, manualCleanup)
      added.addEventListener?.('load', () => {
        const shift = () => {
          const part = stretch()
          if (part) shiftCues(added.track, part.hasVideoTracks ? -(base ?? 0) : start())
        }
        if (base === null) waiting.push(shift)
        else shift()
      })
      return added
    },
    dispose() {
      cancelAnimationFrame(frame)
      engine.dispose()
    },
  }
  return delegate(engine, overrides)
} // prettier-ignore

/** A playlist that begins within its video says where by its date, counted from 1970; others begin at 0. */
function playlistStart(engine: Engine): number {
  const { vhs, el } = engine.tech(true)
  const date = vhs ? vhs.playlists.media()?.dateTimeObject : nativeStartDate(el?.())
  const seconds = (date?.getTime() ?? 0) / 1000
  return Number.isFinite(seconds) ? seconds : 0
}

/** Where the browser plays HLS by itself (HTML standard, getStartDate). */
function nativeStartDate(element: HTMLMediaElement | undefined): Date | undefined {
  const asking = element as { getStartDate?: () => Date } | undefined
  return asking?.getStartDate?.()
}

/** Captions come on the timeline of the stretch; the engine times them by its own. */
function shiftCues(track: TextTrack, seconds: number): void {
  for (const cue of Array.from(track.cues ?? [])) {
    cue.startTime += seconds
    cue.endTime += seconds
  }
}

function delegate(engine: Engine, overrides: Partial<Engine>): Engine {
  return new Proxy(engine, {
    get(target, key: keyof Engine) {
      const value: unknown = overrides[key] ?? target[key]
      return typeof value === 'function' ? (value.bind(overrides[key] ? overrides : target) as unknown) : value
    },
  })
} // prettier-ignore

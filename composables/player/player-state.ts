import { shortSide, type Engine } from './engine'
import type { FailureReason } from './why-failed'

/** What a viewer sees of the player. Times in seconds. */
export interface PlayerState {
  hasStarted: boolean
  isPlaying: boolean
  /** Wants to play and cannot yet. */
  isWaiting: boolean
  isEnded: boolean
  currentTime: number
  /** Of the whole video, also while only its beginning can be played. */
  duration: number
  /** How far it can be sought; below `duration` while the video is still being prepared. */
  availableUntil: number
  /** End of the loaded stretch around the current time. */
  bufferedUntil: number
  volume: number
  isMuted: boolean
  rate: number
  /** Heights on offer (of an upright picture: widths), highest first. */
  heights: number[]
  /** What was chosen; null leaves it to the engine. */
  chosenHeight: number | null
  /** What is playing now. */
  playingHeight: number | null
  captions: string | null
  /** Lines of the captions at this moment. */
  captionLines: string[]
  isPictureInPicture: boolean
  isLooped: boolean
  /** The browser allows no sound before the first gesture; then it plays without. */
  isMutedByBrowser: boolean
  hasFailed: boolean
  /** Null until it is known. */
  failure: FailureReason | null
  isOffline: boolean
}

export function initialState(): PlayerState {
  return {
    hasStarted: false,
    isPlaying: false,
    isWaiting: false,
    isEnded: false,
    currentTime: 0,
    duration: 0,
    availableUntil: 0,
    bufferedUntil: 0,
    volume: 1,
    isMuted: false,
    rate: 1,
    heights: [],
    chosenHeight: null,
    playingHeight: null,
    captions: null,
    captionLines: [],
    isPictureInPicture: false,
    isLooped: false,
    isMutedByBrowser: false,
    hasFailed: false,
    failure: null,
    isOffline: false,
  }
}

/** Keeps `state` equal to what the engine does. `knownDuration` is the video's own, from its facts. */
export function mirrorEngine(engine: Engine, state: PlayerState, knownDuration: () => number): void {
  engine.on(['play', 'playing', 'pause', 'waiting', 'canplay', 'seeking', 'seeked', 'ended'], () => {
    state.isPlaying = !engine.paused() && !engine.ended()
    state.isEnded = engine.ended()
  })
  engine.on(['waiting', 'seeking'], () => (state.isWaiting = true))
  engine.on(['playing', 'canplay', 'seeked', 'pause', 'ended', 'timeupdate'], () => {
    state.isWaiting = engine.seeking()
  })
  engine.on('playing', () => (state.hasStarted = true))
  engine.on(['timeupdate', 'seeking', 'durationchange', 'progress', 'loadedmetadata'], () =>
    mirrorTimes(engine, state, knownDuration()),
  )
  engine.on('volumechange', () => {
    state.volume = engine.volume()
    state.isMuted = engine.muted() || engine.volume() === 0
  })
  engine.on('ratechange', () => (state.rate = engine.playbackRate()))
  engine.on(['enterpictureinpicture', 'leavepictureinpicture'], () => {
    state.isPictureInPicture = engine.isInPictureInPicture()
  })
  const levels = engine.qualityLevels()
  levels.on(['addqualitylevel', 'removequalitylevel', 'change'], () => {
    const found = Array.from(levels)
    state.heights = [...new Set(found.map(shortSide))].filter(Boolean).sort((a, b) => b - a)
    const playing = found[levels.selectedIndex]
    state.playingHeight = playing ? shortSide(playing) : null
  })
}

export function mirrorTimes(engine: Engine, state: PlayerState, knownDuration: number): void {
  const duration = engine.duration()
  const isGrowing = !Number.isFinite(duration)
  state.currentTime = engine.currentTime()
  state.duration = isGrowing || !duration ? Math.max(knownDuration, rangesEnd(engine.seekable())) : duration
  state.availableUntil = isGrowing ? rangesEnd(engine.seekable()) : state.duration
  state.bufferedUntil = bufferedEnd(engine.buffered(), state.currentTime)
}

function rangesEnd(ranges: TimeRanges): number {
  return ranges.length > 0 ? ranges.end(ranges.length - 1) : 0
}

/** End of the range that holds `time`; a gap of a frame or two still counts as one range. */
function bufferedEnd(ranges: TimeRanges, time: number): number {
  for (let index = 0; index < ranges.length; index++) {
    if (ranges.start(index) <= time + 0.1 && time <= ranges.end(index)) return ranges.end(index)
  }
  return time
}

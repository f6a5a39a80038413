import { loadCaptions, turnOnCaptions, type CaptionsSource } from '~/composables/player/captions'
import { createEngine, type Engine } from '~/composables/player/engine'
import { readPreferences, writePreferences } from '~/composables/player/player-preferences'
import { initialState, mirrorEngine, mirrorTimes } from '~/composables/player/player-state'
import { createQualityChoice } from '~/composables/player/quality'
import { playStretch, type Stretch } from '~/composables/player/play-stretch'
import { nextRate } from '~/composables/player/rates'
import { watchStalls } from '~/composables/player/watch-stalls'

export interface PlayerSource {
  /** Of the video, or of the clip that is played alone: the place is remembered by it. */
  videoId: string
  playlistUrl: string
  /** Seconds; of the stretch where there is one. */
  duration: number
  captions: readonly CaptionsSource[]
  /** Plays nothing but this part of the video, on a timeline that begins with it. */
  stretch?: Stretch
  /** Where its viewer left it on whatever device, as the server knows; this browser's own memory counts where it is unset. */
  resumeAt?: number | null
  /** Begins again at its end. */
  isLooped?: boolean
}

export type Player = ReturnType<typeof usePlayer>

const HLS = 'application/vnd.apple.mpegurl'
/** Waits before trying a failed stream again, in milliseconds; after the last it is for the viewer to decide. */
const RETRY_MS = [1000, 3000]

/**
 * Plays one video at a time: state to show, commands to give. It does nothing until `attach` is given a place for the
 * picture, so that a page can hold it while the player's script is still on its way.
 */
export function usePlayer() {
  const state = reactive(initialState())
  const source = shallowRef<PlayerSource | null>(null)
  let engine: Engine | null = null
  let quality: ReturnType<typeof createQualityChoice> | null = null
  let failures = 0
  let retryTimer: ReturnType<typeof setTimeout> | undefined
  let frame = 0
  let isGone = false
  /** Where to begin once the playlist is read; survives any number of failed tries. */
  let pendingStart: number | null = null
  let stopWatching = () => {}

  async function attach(host: HTMLElement, from: PlayerSource, startAt: number): Promise<void> {
    const created = await createEngine(host)
    if (isGone) return created.dispose()
    engine = playStretch(
      created,
      () => source.value?.stretch ?? null,
      () => source.value?.isLooped ?? false,
    )
    const target = engine
    source.value = from
    quality = createQualityChoice(engine)
    mirrorEngine(engine, state, () => source.value?.duration ?? 0)
    engine.on('loadedmetadata', () => begin(target))
    engine.on(
      ['timeupdate', 'seeking', 'durationchange', 'progress'],
      () => (state.currentTime = pendingStart ?? state.currentTime),
    )
    engine.on('error', recover)
    engine.on('playing', followFrames)
    engine.on('playing', () => (failures = 0))
    stopWatching = watchStalls(state, () => target.duration() === Infinity, recover)
    applyPreferences(engine)
    load(from, startAt)
  }

  function applyPreferences(target: Engine): void {
    const { volume, isMuted, captions } = readPreferences()
    target.volume(volume)
    target.muted(isMuted)
    state.captions = source.value?.captions.some(({ language }) => language === captions) ? captions : null
  }

  /** Until there is something to seek in, the engine's own time says nothing. */
  function begin(target: Engine): void {
    // a growing playlist would begin at its end
    if (pendingStart !== null) target.currentTime(pendingStart)
    pendingStart = null
    target.playbackRate(readPreferences().rate)
    if (state.chosenHeight) quality?.choose(state.chosenHeight)
  }

  function load(from: PlayerSource, startAt: number): void {
    if (!engine) return
    const target = engine
    source.value = from
    state.hasFailed = false
    state.duration = from.duration
    state.currentTime = startAt
    pendingStart = startAt
    target.src({ src: from.playlistUrl, type: HLS })
    loadCaptions(target, from.captions, (lines) => (state.captionLines = lines))
    turnOnCaptions(target, state.captions)
  }

  /** The same video again from where it is: after a failure, or when better renditions are out. */
  function reload(from: PlayerSource | null = source.value): void {
    if (!engine || !from) return
    const wasPlaying = !engine.paused() || state.hasFailed
    clearTimeout(retryTimer)
    engine.error(null)
    load(from, pendingStart ?? state.currentTime)
    if (wasPlaying) void play()
  }

  function recover(): void {
    state.isWaiting = false
    const wait = RETRY_MS[failures++]
    if (wait === undefined) {
      state.hasFailed = true
      state.isPlaying = false
      return
    }
    state.isWaiting = true
    clearTimeout(retryTimer)
    retryTimer = setTimeout(() => reload(), wait)
  }

  /** `timeupdate` comes four times a second; the seek bar moves with the picture. */
  function followFrames(): void {
    cancelAnimationFrame(frame)
    const step = () => {
      if (!engine || engine.paused()) return
      mirrorTimes(engine, state, source.value?.duration ?? 0)
      frame = requestAnimationFrame(step)
    }
    frame = requestAnimationFrame(step)
  }

  /** False where the browser wants a click first. */
  async function play(): Promise<boolean> {
    try {
      await engine?.play()
      return true
    } catch {
      state.isWaiting = false
      return false
    }
  }

  const pause = () => engine?.pause()
  const togglePlay = () => (engine?.paused() ? void play() : pause())

  function seek(seconds: number): void {
    const last = Math.max(0, (state.availableUntil || state.duration) - 0.05)
    const target = Math.min(Math.max(0, seconds), last)
    state.currentTime = target
    if (pendingStart !== null) pendingStart = target
    else engine?.currentTime(target)
  }

  function setVolume(share: number): void {
    const volume = Math.min(1, Math.max(0, share))
    engine?.volume(volume)
    engine?.muted(volume === 0)
    writePreferences({ volume: volume || 0.5, isMuted: volume === 0 })
  }

  function toggleMute(): void {
    const isMuted = !state.isMuted
    if (!isMuted && state.volume === 0) engine?.volume(0.5)
    engine?.muted(isMuted)
    writePreferences({ isMuted })
  }

  function setRate(rate: number): void {
    engine?.playbackRate(rate)
    writePreferences({ rate })
  }

  /** Exactly this height, or with null whatever suits line and screen. */
  function chooseHeight(height: number | null): void {
    state.chosenHeight = height
    quality?.choose(height)
  }

  function chooseCaptions(language: string | null): void {
    state.captions = language
    state.captionLines = []
    if (engine) turnOnCaptions(engine, language)
    writePreferences({ captions: language })
  }

  function toggleCaptions(): void {
    const all = source.value?.captions ?? []
    const last = all.find(({ language }) => language === readPreferences().captions) ?? all[0]
    chooseCaptions(state.captions ? null : (last?.language ?? null))
  }

  async function togglePictureInPicture(): Promise<void> {
    // refused where there is no picture yet, or by the browser's settings: then nothing changes
    await (
      state.isPictureInPicture ? engine?.exitPictureInPicture() : engine?.requestPictureInPicture()
    )?.catch(() => undefined)
  }

  onScopeDispose(() => {
    isGone = true
    clearTimeout(retryTimer)
    if (frame) cancelAnimationFrame(frame)
    stopWatching()
    quality?.stop()
    engine?.dispose()
    engine = null
  })

  return {
    state: readonly(state),
    source,
    attach,
    reload,
    play,
    pause,
    togglePlay,
    seek,
    seekBy: (seconds: number) => seek(state.currentTime + seconds),
    setVolume,
    toggleMute,
    setRate,
    stepRate: (direction: 1 | -1) => setRate(nextRate(state.rate, direction)),
    /** At once, where `state.rate` waits for the engine's word. */
    currentRate: () => engine?.playbackRate() ?? state.rate,
    chooseHeight,
    chooseCaptions,
    toggleCaptions,
    togglePictureInPicture,
  }
}

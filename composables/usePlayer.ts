import type { Preferences } from '#shared/accounts'
import { loadCaptions, turnOnCaptions, type CaptionsSource } from '~/composables/player/captions'
import { createCaptionsControl } from '~/composables/player/captions-control'
import { createEngine, type Engine } from '~/composables/player/engine'
import { moveStage } from '~/composables/player/move-stage'
import { readPreferences, writePreferences } from '~/composables/player/player-preferences'
import { initialState, mirrorEngine, mirrorTimes } from '~/composables/player/player-state'
import { createQualityChoice } from '~/composables/player/quality'
import { playStretch, type Stretch } from '~/composables/player/play-stretch'
import { createRateControl } from '~/composables/player/rate-control'
import { createRecovery } from '~/composables/player/recover-stream'
import { nearestHeight } from '~/composables/player/recovery'
import { watchStalls } from '~/composables/player/watch-stalls'

export interface PlayerSource {
  /** Of the video, also where a clip of it is played: the place is remembered by it. */
  videoId: string
  playlistUrl: string
  /** Seconds; of the stretch where there is one. */
  duration: number
  captions: readonly CaptionsSource[]
  /** Plays nothing but this part of the video, on a timeline that begins with it. */
  stretch?: Stretch
  /** Seconds into the video where its viewer left it on whatever device, as the server knows; this browser's own memory counts where it is unset. */
  resumeAt?: number | null
}

/** How somebody wants every player to be; asked again whenever it counts. */
export interface PlayerWishes {
  captions: Preferences['captions']
  /** Small pictures where no quality was chosen. */
  isFrugal: boolean
}

export type Player = ReturnType<typeof usePlayer>

const HLS = 'application/vnd.apple.mpegurl'
const FRUGAL_HEIGHT = 480

/**
 * Plays one video at a time: state to show, commands to give. It does nothing until `attach` is given a place for the
 * picture, so that a page can hold it while the player's script is still on its way.
 */
export function usePlayer(wishes: () => PlayerWishes = () => ({ captions: 'never', isFrugal: false })) {
  const state = reactive(initialState())
  const source = shallowRef<PlayerSource | null>(null)
  let engine: Engine | null = null
  let quality: ReturnType<typeof createQualityChoice> | null = null
  let frame = 0
  let followers = 0
  let isGone = false
  /** Where to begin once the playlist is read; survives any number of failed tries. */
  let pendingStart: number | null = null
  /** Asked for while the player was still on its way. */
  let askedFor: number | null = null
  let stopWatching = () => {}
  const captions = createCaptionsControl({
    state,
    engine: () => engine,
    source: () => source.value,
    rule: () => wishes().captions,
  })
  const rate = createRateControl(state, () => engine)
  const recovery = createRecovery({
    state,
    reload: () => reload(),
    playlistUrl: () => source.value?.playlistUrl ?? '',
    errorCode: () => engine?.error()?.code ?? null,
    onCaution: () => quality?.choose(state.chosenHeight),
  })

  async function attach(host: HTMLElement, from: PlayerSource, startAt: number): Promise<void> {
    const created = await createEngine(host)
    if (isGone) return created.dispose()
    engine = playStretch(
      created,
      () => source.value?.stretch ?? null,
      () => state.isLooped,
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
    engine.on('error', recovery.recover)
    engine.on('playing', followPictures)
    engine.on('playing', recovery.succeed)
    engine.on('volumechange', captions.show)
    engine.on('ended', beginAgain)
    stopWatching = watchStalls(state, () => target.duration() === Infinity, recovery.recover)
    applyPreferences(engine)
    load(from, askedFor === null ? startAt : Math.min(askedFor, from.duration))
    askedFor = null
  }

  function applyPreferences(target: Engine): void {
    const { volume, isMuted, height, isLooped } = readPreferences()
    target.volume(volume)
    target.muted(isMuted)
    state.volume = volume
    state.isMuted = isMuted || volume === 0
    state.chosenHeight = height
    state.isLooped = isLooped
  }

  /** Until there is something to seek in, the engine's own time says nothing. */
  function begin(target: Engine): void {
    // a growing playlist would begin at its end
    if (pendingStart !== null) target.currentTime(pendingStart)
    pendingStart = null
    target.playbackRate(readPreferences().rate)
    applyQuality()
  }

  /** Of the wish, what a bad line leaves; null is the engine's own choice. */
  function applyQuality(): void {
    const wish = recovery.cautiousHeight() ?? state.chosenHeight ?? (wishes().isFrugal ? FRUGAL_HEIGHT : null)
    if (wish === null || state.heights.length === 0) return
    quality?.choose(nearestHeight(state.heights, wish))
  }

  function load(from: PlayerSource, startAt: number): void {
    if (!engine) return
    const target = engine
    source.value = from
    state.hasFailed = false
    state.failure = null
    state.duration = from.duration
    state.currentTime = startAt
    pendingStart = startAt
    target.src({ src: from.playlistUrl, type: HLS })
    loadCaptions(target, from.captions, (lines) => (state.captionLines = lines))
    captions.show()
    turnOnCaptions(target, state.captions)
  }

  /** The same video again from where it is: after a failure, or when better renditions are out. */
  function reload(from: PlayerSource | null = source.value): void {
    if (!engine || !from) return
    const wasPlaying = !engine.paused() || state.hasFailed
    recovery.cancel()
    engine.error(null)
    load(from, pendingStart ?? state.currentTime)
    if (wasPlaying) void play()
  }

  function mirrorNow(): void {
    if (engine && state.isPlaying) mirrorTimes(engine, state, source.value?.duration ?? 0)
  }

  /** The engine tells the time four times a second, which is enough to watch; what is cut needs that of every picture. */
  function followPictures(): void {
    cancelAnimationFrame(frame)
    const step = () => {
      if (!engine || engine.paused() || followers === 0) return
      mirrorNow()
      frame = requestAnimationFrame(step)
    }
    frame = requestAnimationFrame(step)
  }

  /** Keeps `state.currentTime` at the picture that is shown, until the scope ends. */
  function keepExact(): void {
    followers++
    if (engine) followPictures()
    onScopeDispose(() => followers--)
  }

  /** A stretch goes round by itself. */
  function beginAgain(): void {
    if (!state.isLooped || source.value?.stretch) return
    seek(0)
    void play()
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

  /** Where nobody has touched the page yet a browser may allow it without sound alone. */
  async function playAtOnce(): Promise<void> {
    if (!(await play()) && !state.isMuted) await playMuted()
  }

  /** Without sound until somebody asks for it; how loud they had it is not forgotten. */
  async function playMuted(): Promise<void> {
    if (!engine || state.isMuted) return void (await play())
    engine.muted(true)
    state.isMutedByBrowser = await play()
    if (!state.isMutedByBrowser) engine.muted(false)
  }

  const pause = () => engine?.pause()
  const togglePlay = () => (engine?.paused() ? void play() : pause())

  function seek(seconds: number): void {
    if (!engine) return void (askedFor = Math.max(0, seconds))
    const last = Math.max(0, (state.availableUntil || state.duration) - 0.05)
    const target = Math.min(Math.max(0, seconds), last)
    state.currentTime = target
    if (pendingStart !== null) pendingStart = target
    else engine?.currentTime(target)
  }

  function setVolume(share: number): void {
    const volume = Math.min(1, Math.max(0, share))
    state.isMutedByBrowser = false
    engine?.volume(volume)
    engine?.muted(volume === 0)
    writePreferences({ volume: volume || 0.5, isMuted: volume === 0 })
  }

  function toggleMute(): void {
    // not by the state, which waits for an event: of two quick presses the second must not do what the first did
    const isMuted = !(engine?.muted() ?? state.isMuted)
    state.isMutedByBrowser = false
    if (!isMuted && state.volume === 0) engine?.volume(0.5)
    engine?.muted(isMuted)
    writePreferences({ isMuted })
  }

  /** Exactly this height, or with null whatever suits line and screen. */
  function chooseHeight(height: number | null): void {
    recovery.forgetCaution()
    state.chosenHeight = height
    quality?.choose(height)
    writePreferences({ height })
  }

  function setLooped(isLooped: boolean): void {
    state.isLooped = isLooped
    writePreferences({ isLooped })
  }

  async function togglePictureInPicture(): Promise<void> {
    // refused where there is no picture yet, or by the browser's settings: then nothing changes
    await (
      state.isPictureInPicture ? engine?.exitPictureInPicture() : engine?.requestPictureInPicture()
    )?.catch(() => undefined)
  }

  /** To another place of the page, playing on. False before there is anything to move. */
  function moveTo(host: HTMLElement): boolean {
    if (engine) moveStage(engine.el(), host)
    return engine !== null
  }

  onScopeDispose(() => {
    isGone = true
    recovery.stop()
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
    moveTo,
    reload,
    play,
    playAtOnce,
    playMuted,
    pause,
    togglePlay,
    seek,
    keepExact,
    /** From where it is, which nobody knows before it is there. */
    seekBy(seconds: number) {
      mirrorNow()
      if (engine) seek(state.currentTime + seconds)
    },
    setVolume,
    toggleMute,
    setRate: rate.set,
    holdRate: rate.hold,
    stepRate: rate.step,
    chooseHeight,
    setLooped,
    chooseCaptions: captions.choose,
    toggleCaptions: captions.toggle,
    togglePictureInPicture,
    /** Of the source that plays; 0 where the browser plays HLS by itself and does not say. */
    fetchedBytes: () => engine?.tech(true).vhs?.stats?.mediaBytesTransferred ?? 0,
    /** The media element, for what it alone can tell; null before there is one. */
    media: () => engine?.el().querySelector('video') ?? null,
  }
}

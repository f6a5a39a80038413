/** Of video.js (whose own types are mostly `any`) the part that this app uses. Times in seconds. */
export interface Engine {
  on(types: string | string[], listener: () => void): void
  trigger(type: string): void
  src(source: { src: string; type: string }): void
  play(): Promise<void> | undefined
  pause(): void
  paused(): boolean
  ended(): boolean
  seeking(): boolean
  currentTime(): number
  currentTime(seconds: number): void
  /** Infinity while the playlist still grows. */
  duration(): number
  buffered(): TimeRanges
  seekable(): TimeRanges
  volume(): number
  volume(share: number): void
  muted(): boolean
  muted(isMuted: boolean): void
  playbackRate(): number
  playbackRate(rate: number): void
  error(): { code: number } | null
  error(none: null): void
  isInPictureInPicture(): boolean
  requestPictureInPicture(): Promise<unknown>
  exitPictureInPicture(): Promise<unknown>
  addRemoteTextTrack(track: EngineTrack, manualCleanup: boolean): EngineTrackElement
  remoteTextTracks(): ArrayLike<TextTrack>
  removeRemoteTextTrack(track: TextTrack): void
  qualityLevels(): QualityLevels
  /** `true` says that one knows what one is doing, which is reaching for HLS. */
  tech(iKnow: true): { vhs?: HlsEngine; el?(): HTMLMediaElement }
  /** What it put around its media element. */
  el(): HTMLElement
  dispose(): void
}

export interface EngineTrack {
  kind: 'captions'
  src: string
  srclang: string
  label: string
}

/** `load` comes once its cues are there. */
export interface EngineTrackElement {
  track: TextTrack
  addEventListener?(type: 'load', listener: () => void): void
}

/** One rung of the ladder. */
export interface QualityLevel {
  readonly width: number
  readonly height: number
}

/** Of the HLS engine (VHS), by its manual: what it may choose from, and the choosing. */
export interface HlsEngine {
  representations(): Representation[]
  selectPlaylist: () => unknown
  /** Since the source was set. */
  stats?: { mediaBytesTransferred: number }
  /** `media` is the playlist that segments are fetched from now. */
  playlists: { media(): HlsPlaylist | undefined }
  /** Not in the manual: see `finishChange` in quality.ts. */
  playlistController_?: { waitingForFastQualityPlaylistReceived_?: boolean; runFastQualitySwitch_?(): void }
}

/** `dateTimeObject`: the date of its first segment, where it says one. */
export interface HlsPlaylist {
  dateTimeObject?: Date
}

interface Representation extends QualityLevel {
  readonly playlist: unknown
  enabled(isEnabled: boolean): void
}

export interface QualityLevels extends ArrayLike<QualityLevel> {
  readonly selectedIndex: number
  on(types: string | string[], listener: () => void): void
}

/** What people name a quality by, 720p, also where the picture stands upright. */
export function shortSide({ width, height }: QualityLevel): number {
  return width ? Math.min(width, height) : height
}

const OPTIONS = {
  // every control is ours: the engine brings the media element, HLS and text tracks
  controls: false,
  bigPlayButton: false,
  loadingSpinner: false,
  errorDisplay: false,
  posterImage: false,
  textTrackDisplay: false,
  textTrackSettings: false,
  titleBar: false,
  liveTracker: false,
  controlBar: false,
  userActions: { click: false, doubleClick: false, hotkeys: false },
  preload: 'auto',
  playsinline: true,
  html5: {
    vhs: { overrideNative: true, limitRenditionByPlayerDimensions: true, useDevicePixelRatio: true },
    nativeAudioTracks: false,
    nativeVideoTracks: false,
  },
}

/** Loads video.js (a large script, fetched only here) and puts a media element into `host`. */
export async function createEngine(host: HTMLElement): Promise<Engine> {
  const { default: videojs } = await import('video.js')
  // it was read in one go; a press on the page meanwhile comes before the rest
  await new Promise((resolve) => setTimeout(resolve))
  // failures reach the page as state and are shown there
  videojs.log.level('off')
  const element = document.createElement('video')
  element.className = 'video-js'
  element.tabIndex = -1
  host.append(element)
  // the only place that trusts the interface above: it restates what video.js documents
  return videojs(element, OPTIONS) as unknown as Engine
}

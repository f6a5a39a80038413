import { vi } from 'vitest'
import type { Engine, HlsEngine, HlsPlaylist } from '~/composables/player/engine'

/** Stands for video.js: no picture, but the same events and answers. */
export function fakeEngine() {
  const listeners = new Map<string, Set<() => void>>()
  const levels = [360, 720].map((height) => ({ width: (height * 16) / 9, height }))
  const own = () => 'what suits'
  const root = document.createElement('div')
  const none = { length: 0, start: () => 0, end: () => 0 }
  const getVideoPlaybackQuality = () => ({ droppedVideoFrames: 0, totalVideoFrames: 0 })
  const media = Object.assign(document.createElement('video'), { getVideoPlaybackQuality })
  for (const name of ['played', 'buffered']) Object.defineProperty(media, name, { value: none })
  root.append(media)
  const playing: HlsPlaylist = {}
  const enabled = vi.fn<(height: number, isEnabled: boolean) => void>()
  const vhs: HlsEngine = {
    selectPlaylist: own,
    playlists: { media: () => playing },
    representations: () =>
      levels.map((level) => ({
        ...level,
        playlist: `${level.height}p`,
        enabled: (isEnabled: boolean) => enabled(level.height, isEnabled),
      })),
  }
  const values = {
    time: 0,
    duration: 100,
    volume: 1,
    isMuted: false,
    rate: 1,
    isPaused: true,
    seekableEnd: 100,
    error: null as { code: number } | null,
  }
  const sources: string[] = [] // prettier-ignore
  const timeRanges = (end: number) => ({ length: 1, start: () => 0, end: () => end })
  const emit = (type: string) => [...(listeners.get(type) ?? [])].forEach((listener) => listener())
  function on(types: string | string[], listener: () => void) {
    for (const type of [types].flat()) listeners.set(type, (listeners.get(type) ?? new Set()).add(listener))
  }
  const readOrSet = <Value>(read: () => Value, set: (value: Value) => void, event: string) =>
    ((value?: Value) => {
      if (value === undefined) return read()
      set(value)
      emit(event)
    }) as never

  const engine: Engine = {
    on,
    trigger: emit,
    src: ({ src }) => void sources.push(src),
    play: async () => {
      values.isPaused = false
      emit('play')
      emit('playing')
    },
    pause() {
      values.isPaused = true
      emit('pause')
    },
    paused: () => values.isPaused,
    ended: () => false,
    seeking: () => false,
    currentTime: readOrSet(() => values.time, (time: number) => (values.time = time), 'timeupdate'),
    duration: () => values.duration,
    buffered: () => timeRanges(values.time + 10),
    seekable: () => timeRanges(values.seekableEnd),
    volume: readOrSet(() => values.volume, (volume: number) => (values.volume = volume), 'volumechange'),
    muted: readOrSet(() => values.isMuted, (isMuted: boolean) => (values.isMuted = isMuted), 'volumechange'),
    playbackRate: readOrSet(() => values.rate, (rate: number) => (values.rate = rate), 'ratechange'),
    error: ((none?: null) => (none === undefined ? values.error : (values.error = null))) as Engine['error'],
    isInPictureInPicture: () => false,
    requestPictureInPicture: () => Promise.reject(new Error('no picture yet')),
    exitPictureInPicture: () => Promise.resolve(),
    addRemoteTextTrack: () => ({ track: new EventTarget() as TextTrack }),
    remoteTextTracks: () => [],
    removeRemoteTextTrack: () => undefined,
    qualityLevels: () => Object.assign(levels, { selectedIndex: 1, on: (types: string | string[], listener: () => void) => on(types, listener) }),
    tech: () => ({ vhs }),
    el: () => root,
    dispose: () => emit('dispose'),
  } // prettier-ignore
  return { engine, emit, values, vhs, enabled, sources, playing }
}

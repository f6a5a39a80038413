import { beforeEach, describe, expect, it, vi } from 'vitest'
import { readPreferences, writePreferences } from '../../../../composables/player/player-preferences.ts'
import { readStoppedAt, writeStoppedAt } from '../../../../composables/player/stopped-at.ts'

const kept = new Map<string, string>()
beforeEach(() => {
  kept.clear()
  vi.stubGlobal('localStorage', {
    getItem: (key: string) => kept.get(key) ?? null,
    setItem: (key: string, value: string) => kept.set(key, value),
  })
})

describe('where a video was left', () => {
  it('is kept for each video, and forgotten at its end', () => {
    writeStoppedAt('a', 12.34)
    writeStoppedAt('b', 50)
    expect(readStoppedAt('a')).toBe(12.3)
    writeStoppedAt('a', null)
    expect(readStoppedAt('a')).toBeNull()
    expect(readStoppedAt('b')).toBe(50)
  })

  it('stays small: the video left longest ago makes room', () => {
    for (let index = 0; index < 205; index++) writeStoppedAt(`video-${index}`, 30)
    expect(readStoppedAt('video-4')).toBeNull()
    expect(readStoppedAt('video-5')).toBe(30)
  })

  it.each(['not json', '{"a":1}', '[["a","b"],null,["c"]]', 'null'])(
    'survives %s in the storage',
    (stored) => {
      kept.set('clipway:stopped-at', stored)
      expect(readStoppedAt('a')).toBeNull()
    },
  )

  it('survives a storage that refuses', () => {
    vi.stubGlobal('localStorage', {
      getItem: () => {
        throw new Error('denied')
      },
      setItem: () => {
        throw new Error('full')
      },
    })
    writeStoppedAt('a', 3)
    expect(readStoppedAt('a')).toBeNull()
  })
})

describe('player preferences', () => {
  it('are kept one by one', () => {
    writePreferences({ volume: 0.4 })
    writePreferences({ rate: 1.5, captions: 'pl' })
    expect(readPreferences()).toMatchObject({ volume: 0.4, isMuted: false, rate: 1.5, captions: 'pl' })
  })

  it('fall back to the usual where the stored ones make no sense', () => {
    kept.set(
      'clipway:player',
      '{"volume":7,"rate":"fast","isMuted":"yes","captions":3,"height":-1,"captionSize":"vast"}',
    )
    expect(readPreferences()).toEqual({
      volume: 1,
      isMuted: false,
      rate: 1,
      height: null,
      isLooped: false,
      captions: null,
      captionsLanguage: null,
      captionSize: 'normal',
      captionBackground: 'box',
    })
  })
})

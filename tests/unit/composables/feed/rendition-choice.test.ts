import { describe, expect, it } from 'vitest'
import type { PlaybackRendition } from '#shared/feed'
import {
  chooseRendition,
  fittedHeight,
  playableRenditions,
} from '../../../../composables/feed/rendition-choice.ts'
import { hints, rendition } from './footage.ts'

const rung = (height: number, kilobits: number): PlaybackRendition =>
  rendition({ name: `${height}p`, height, averageBitrate: kilobits * 1000 })
const ladder = [rung(360, 700), rung(720, 2500), rung(1080, 5000)]
const line = (megabits: number | null) => (megabits === null ? null : megabits * 1e6)

describe('which rendition plays', () => {
  it.each<[string, number, number | null, boolean, string]>([
    ['the lowest that fills its place', 360, 50, false, '360p'],
    ['one a little smaller than its place', 420, 50, false, '360p'],
    ['the next where that would show', 500, 50, false, '720p'],
    ['the best there is on a large screen', 2160, 50, false, '1080p'],
    ['no more than the line carries beside its neighbours', 2160, 4, false, '720p'],
    ['the lowest where the line carries none', 2160, 0.3, false, '360p'],
    ['a middling one while nobody knows the line', 1080, null, false, '360p'],
    ['the lowest for who saves data', 1080, 50, true, '360p'],
  ])('is %s', (_, screenHeight, megabits, isSaving, expected) => {
    const demand = { screenHeight, bitsPerSecond: line(megabits), isSaving }
    expect(chooseRendition(ladder, demand).name).toBe(expected)
  })

  it.each([
    [
      'a wide picture in an upright place',
      { width: 390, height: 844 },
      { width: 1920, height: 1080 },
      1,
      219,
    ],
    [
      'a tall picture in an upright place',
      { width: 390, height: 844 },
      { width: 1080, height: 1920 },
      1,
      693,
    ],
    ['two pixels a point at most', { width: 390, height: 844 }, { width: 1920, height: 1080 }, 3, 439],
  ])('is chosen for %s', (_, box, picture, ratio, height) => {
    expect(Math.round(fittedHeight(box, picture, ratio))).toBe(height)
  })
})

describe('what a browser can play', () => {
  const sound = rendition({ name: 'audio', kind: 'audio', mimeType: 'audio/mp4; codecs="mp4a.40.2"' })
  const muxed = rendition({ name: 'source', kind: 'muxed' })
  const can = (known: string) => (mimeType: string) => mimeType.includes(known)
  const names = (all: PlaybackRendition[]) => playableRenditions(hints({ renditions: all }), () => true)

  it('is pictures and sound apart, where there are such', () => {
    expect(names([...ladder, muxed, sound])).toEqual({ pictures: ladder, sound })
  })
  it('is one stream with both, where there is nothing else', () => {
    expect(names([muxed])).toEqual({ pictures: [muxed], sound: null })
  })
  it('is nothing without pictures that it can decode, or without segments', () => {
    expect(playableRenditions(hints({ renditions: [...ladder, sound] }), can('mp4a'))).toBeNull()
    expect(names([rendition({ segmentBytes: [], segmentSeconds: [] })])).toBeNull()
  })
  it('is pictures alone where the sound cannot be decoded', () => {
    expect(playableRenditions(hints({ renditions: [...ladder, sound] }), can('avc1'))?.sound).toBeNull()
  })
})

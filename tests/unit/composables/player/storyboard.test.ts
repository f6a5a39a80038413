import { describe, expect, it } from 'vitest'
import { parseStoryboard, tileAt } from '../../../../composables/player/storyboard.ts'

const BASE = 'http://localhost:3000/cdn/abc/storyboard'
const VTT = `WEBVTT

00:00:00.000 --> 00:00:02.000
storyboard?image=1#xywh=0,0,160,90

cue-2
00:02.000 --> 00:04.500
/cdn/abc/sprite.jpg#xywh=160,90,160,90
`

describe('parseStoryboard', () => {
  it('reads regions, with and without hours and cue names', () => {
    expect(parseStoryboard(VTT, BASE)).toEqual([
      { start: 0, end: 2, image: 'http://localhost:3000/cdn/abc/storyboard?image=1', x: 0, y: 0, width: 160, height: 90 },
      { start: 2, end: 4.5, image: 'http://localhost:3000/cdn/abc/sprite.jpg', x: 160, y: 90, width: 160, height: 90 },
    ]) // prettier-ignore
  })

  it('reads Windows line endings', () => {
    expect(parseStoryboard(VTT.replaceAll('\n', '\r\n'), BASE)).toHaveLength(2)
  })

  it('takes no picture from another host', () => {
    const foreign = 'WEBVTT\n\n00:00.000 --> 00:02.000\nhttps://elsewhere.example/s.jpg#xywh=0,0,160,90'
    expect(parseStoryboard(foreign, BASE)).toEqual([])
  })

  it.each(['', 'WEBVTT', '<html>', 'WEBVTT\n\n00:00.000 --> 00:01.000\nHello'])(
    'finds nothing in %j',
    (vtt) => {
      expect(parseStoryboard(vtt, BASE)).toEqual([])
    },
  )
})

describe('tileAt', () => {
  const tiles = parseStoryboard(VTT, BASE)
  it.each([
    [0, 0],
    [1.9, 0],
    [2, 2],
    [90, 2],
  ])('at %s s shows the tile from %s s', (seconds, start) =>
    expect(tileAt(tiles, seconds)?.start).toBe(start),
  )
  it('shows none without a storyboard', () => expect(tileAt([], 3)).toBeNull())
})

import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { PlaybackHints } from '#shared/feed'
import { clipPlaylist, mediaPlaylist, type PackIndex } from '#server/delivery/playlists'
import type { Stretch } from '#server/delivery/segment-span'
import { hasHints, playbackHints } from '#server/feed/playback-hints'
import type { PackRendition } from '#server/videos/pack.model'

const ADDRESSES = { playlistURL: '/cdn/clips/1/master.m3u8', posterURL: '/cdn/clips/1/thumbnail' }
const uuid = '024e78c5-27a0-4d0f-95c7-4b7a3d952067'

interface Shape {
  isSound: boolean
  initBytes: number
  averageBitrate: number
  segments: { bytes: number; seconds: number }[]
}

const shapes = fc.array(
  fc.record({
    isSound: fc.boolean(),
    initBytes: fc.integer({ min: 1, max: 2000 }),
    averageBitrate: fc.integer({ min: 1, max: 9_000_000 }),
    segments: fc.array(
      fc.record({
        bytes: fc.integer({ min: 1, max: 5_000_000 }),
        seconds: fc.integer({ min: 1, max: 4000 }).map((milliseconds) => milliseconds / 1000),
      }),
      { minLength: 1, maxLength: 40 },
    ),
  }),
  { minLength: 1, maxLength: 7 },
)
const stretches = fc
  .tuple(fc.integer({ min: 0, max: 90_000 }), fc.integer({ min: 1, max: 60_000 }))
  .map(([start, length]): Stretch => ({ startSeconds: start / 1000, endSeconds: (start + length) / 1000 }))

function packOf(renditions: Shape[]): PackIndex {
  let offset = 0
  const laidOut = renditions.map((shape, index): PackRendition => {
    const segmentBytes = shape.segments.map(({ bytes }) => bytes)
    const here = offset
    offset += shape.initBytes + segmentBytes.reduce((sum, bytes) => sum + bytes, 0)
    return {
      name: `rendition-${index}`,
      kind: shape.isSound ? 'audio' : 'video',
      width: shape.isSound ? 0 : 640,
      height: shape.isSound ? 0 : 360,
      frameRate: 25,
      codecs: shape.isSound ? 'mp4a.40.2' : 'avc1.64001e',
      peakBitrate: shape.averageBitrate * 2,
      averageBitrate: shape.averageBitrate,
      offset: here,
      initBytes: shape.initBytes,
      segmentBytes,
      segmentSeconds: shape.segments.map(({ seconds }) => seconds),
    }
  })
  const object = { objectKey: `videos/${uuid}`, sizeBytes: offset, sha256: '', moreParts: [] }
  return { videoUuid: uuid, revision: 3, ...object, isComplete: true, renditions: laidOut }
}

/** What a playlist tells a player to fetch: init and segments as [first byte, last byte], with their addresses and lengths. */
function readPlaylist(text: string) {
  const ranges = [...text.matchAll(/BYTERANGE[:=]"?(\d+)@(\d+)/g)].map(([, bytes, offset]) => [
    Number(offset),
    Number(offset) + Number(bytes) - 1,
  ])
  return {
    ranges,
    seconds: [...text.matchAll(/#EXTINF:([\d.]+),/g)].map(([, seconds]) => seconds),
    urls: new Set([...text.matchAll(/^(\/cdn\/\S+)$/gm)].map(([url]) => url)),
    startSeconds: Date.parse(/DATE-TIME:(\S+)/.exec(text)![1]!) / 1000,
  }
}

describe('playback hints', () => {
  it('name the very bytes that the playlists of the clip name', () => {
    fc.assert(
      fc.property(shapes, stretches, (renditions, stretch) => {
        const pack = packOf(renditions)
        fc.pre(hasHints(pack))
        const hints = playbackHints(pack, stretch, ADDRESSES)
        expect(hints.renditions).toHaveLength(pack.renditions.length)
        for (const part of hints.renditions) {
          const source = pack.renditions.find(({ name }) => name === part.name)!
          const said = readPlaylist(clipPlaylist(pack, source, stretch))
          let next = part.firstOffset
          const segments = part.segmentBytes.map((bytes) => [next, (next += bytes) - 1])
          expect([part.initRange, ...segments]).toEqual(said.ranges)
          expect(part.segmentSeconds.map((seconds) => seconds.toFixed(6))).toEqual(said.seconds)
          expect([...said.urls]).toEqual([hints.packURL])
          expect(part.firstStartSeconds).toBeCloseTo(said.startSeconds, 3)
        }
      }),
    )
  })

  it('put the lowest rendition with pictures first and the sound last', () => {
    fc.assert(
      fc.property(shapes, stretches, (renditions, stretch) => {
        const pack = packOf(renditions)
        fc.pre(hasHints(pack))
        const hints = PlaybackHints.parse(playbackHints(pack, stretch, ADDRESSES))
        const pictures = hints.renditions.filter(({ kind }) => kind !== 'audio')
        expect(hints.renditions.slice(0, pictures.length)).toEqual(pictures)
        expect(pictures).toEqual([...pictures].sort((a, b) => a.averageBitrate - b.averageBitrate))
        const [lowest] = pictures
        expect(hints.initRange).toEqual(lowest!.initRange)
        expect(hints.firstSegmentRange).toEqual([
          lowest!.firstOffset,
          lowest!.firstOffset + lowest!.segmentBytes[0]! - 1,
        ])
      }),
    )
  })

  it('of a whole video are all of its segments', () => {
    const pack = packOf([{ isSound: false, initBytes: 10, averageBitrate: 1, segments: [{ bytes: 7, seconds: 2 }, { bytes: 5, seconds: 1.5 }] }]) // prettier-ignore
    const hints = playbackHints(pack, { startSeconds: 0, endSeconds: 3.5 }, ADDRESSES)
    expect(hints.renditions[0]).toMatchObject({
      firstOffset: 10,
      segmentBytes: [7, 5],
      segmentSeconds: [2, 1.5],
    })
    expect(mediaPlaylist(pack, pack.renditions[0]!)).toContain('#EXT-X-BYTERANGE:5@17')
  })

  it('are given of no pack that is incomplete, in parts, or without pictures', () => {
    const picture: Shape = { isSound: false, initBytes: 1, averageBitrate: 1, segments: [{ bytes: 1, seconds: 1 }] } // prettier-ignore
    const pack = packOf([picture])
    const part = { objectKey: 'early/2', sizeBytes: 1, sha256: '' }
    expect(hasHints(pack)).toBe(true)
    expect(hasHints({ ...pack, isComplete: false })).toBe(false)
    expect(hasHints({ ...pack, moreParts: [part] })).toBe(false)
    expect(hasHints(packOf([{ ...picture, isSound: true }]))).toBe(false)
  })
})

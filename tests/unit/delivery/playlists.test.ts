import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { clipPlaylist, masterPlaylist, mediaPlaylist, type PackIndex } from '#server/delivery/playlists'
import type { PackRendition } from '#server/videos/pack.model'

function rendition(name: string, offset: number, change: Partial<PackRendition> = {}): PackRendition {
  return {
    name,
    kind: 'video',
    width: 640,
    height: 360,
    frameRate: 25,
    codecs: 'avc1.64001e',
    peakBitrate: 900_000,
    averageBitrate: 700_000,
    offset,
    initBytes: 800,
    segmentBytes: [1000, 2000, 500],
    segmentSeconds: [4, 4, 1.52],
    ...change,
  }
}

const SOUND = { kind: 'audio', width: 0, height: 0, frameRate: 0, codecs: 'mp4a.40.2', peakBitrate: 130_000, averageBitrate: 128_000 } as const // prettier-ignore

const final: PackIndex = {
  videoUuid: '024e78c5-27a0-4d0f-95c7-4b7a3d952067',
  revision: 2,
  objectKey: 'videos/024e78c5-27a0-4d0f-95c7-4b7a3d952067',
  sizeBytes: 12_900,
  sha256: 'f'.repeat(64),
  moreParts: [],
  isComplete: true,
  renditions: [rendition('audio', 0, SOUND), rendition('360p', 4300), rendition('720p', 8600, { width: 1280, height: 720, peakBitrate: 3_000_000, averageBitrate: 2_500_000 })], // prettier-ignore
}

const growing: PackIndex = {
  ...final,
  revision: 1,
  objectKey: 'early/024e78c5-27a0-4d0f-95c7-4b7a3d952067.r1.p0',
  sizeBytes: 1800,
  moreParts: [{ objectKey: 'early/024e78c5-27a0-4d0f-95c7-4b7a3d952067.r1.p1', sizeBytes: 2500, sha256: '' }],
  isComplete: false,
  renditions: [rendition('360p', 0, { kind: 'muxed', codecs: 'avc1.64001e,mp4a.40.2' })],
}

describe('the master playlist', () => {
  it('names every rendition with the revision, and the sound once', () => {
    expect(masterPlaylist(final)).toBe(`#EXTM3U
#EXT-X-VERSION:7
#EXT-X-INDEPENDENT-SEGMENTS
#EXT-X-MEDIA:TYPE=AUDIO,GROUP-ID="audio",NAME="audio",DEFAULT=YES,AUTOSELECT=YES,URI="audio.m3u8?r=2"
#EXT-X-STREAM-INF:BANDWIDTH=1030000,AVERAGE-BANDWIDTH=828000,RESOLUTION=640x360,FRAME-RATE=25.000,CODECS="avc1.64001e,mp4a.40.2",AUDIO="audio"
360p.m3u8?r=2
#EXT-X-STREAM-INF:BANDWIDTH=3130000,AVERAGE-BANDWIDTH=2628000,RESOLUTION=1280x720,FRAME-RATE=25.000,CODECS="avc1.64001e,mp4a.40.2",AUDIO="audio"
720p.m3u8?r=2
`)
  })

  it('has no audio group for sound that is muxed in', () => {
    const text = masterPlaylist(growing)
    expect(text).not.toContain('AUDIO=')
    expect(text).toContain('CODECS="avc1.64001e,mp4a.40.2"\n360p.m3u8?r=1\n')
  })
})

describe('a media playlist', () => {
  it('gives byte ranges into the pack', () => {
    expect(mediaPlaylist(final, final.renditions[1]!)).toBe(`#EXTM3U
#EXT-X-VERSION:7
#EXT-X-TARGETDURATION:4
#EXT-X-MEDIA-SEQUENCE:0
#EXT-X-PLAYLIST-TYPE:VOD
#EXT-X-INDEPENDENT-SEGMENTS
#EXT-X-MAP:URI="pack?r=2",BYTERANGE="800@4300"
#EXTINF:4.000000,
#EXT-X-BYTERANGE:1000@5100
pack?r=2
#EXTINF:4.000000,
#EXT-X-BYTERANGE:2000@6100
pack?r=2
#EXTINF:1.520000,
#EXT-X-BYTERANGE:500@8100
pack?r=2
#EXT-X-ENDLIST
`)
  })

  it('of a growing pack stays open, begins at its start, and names the part that holds each segment', () => {
    const text = mediaPlaylist(growing, growing.renditions[0]!)
    expect(text).toContain('#EXT-X-PLAYLIST-TYPE:EVENT')
    expect(text).toContain('#EXT-X-START:TIME-OFFSET=0,PRECISE=YES')
    expect(text).not.toContain('#EXT-X-ENDLIST')
    expect(text).toContain('#EXT-X-MAP:URI="pack?r=1",BYTERANGE="800@0"')
    expect(text).toContain('#EXT-X-BYTERANGE:1000@800\npack?r=1\n')
    expect(text).toContain('#EXT-X-BYTERANGE:2000@0\npack?r=1&part=1\n')
    expect(text).toContain('#EXT-X-BYTERANGE:500@2000\npack?r=1&part=1\n')
  })

  it('keeps the target duration when the pack is complete at last', () => {
    const target = (pack: PackIndex) =>
      /TARGETDURATION:(\d+)/.exec(mediaPlaylist(pack, pack.renditions[0]!))?.[1]
    expect(target({ ...growing, isComplete: true })).toBe(target(growing))
  })

  it('only gains lines while the pack grows', () => {
    const before = { ...growing, renditions: [rendition('360p', 0, { kind: 'muxed', segmentBytes: [1000], segmentSeconds: [4] })], moreParts: [] } // prettier-ignore
    expect(mediaPlaylist(growing, growing.renditions[0]!)).toContain(
      mediaPlaylist(before, before.renditions[0]!),
    )
  })

  it('covers a rendition without gaps and nothing beyond it', () => {
    const segments = fc.array(fc.integer({ min: 1, max: 5000 }), { minLength: 1, maxLength: 40 })
    fc.assert(
      fc.property(segments, fc.nat({ max: 9999 }), (segmentBytes, offset) => {
        const one = rendition('1', offset, { segmentBytes, segmentSeconds: segmentBytes.map(() => 4) })
        const total = segmentBytes.reduce((sum, bytes) => sum + bytes, 0)
        const pack = { ...final, sizeBytes: offset + one.initBytes + total, renditions: [one] }
        const ranges = [...mediaPlaylist(pack, one).matchAll(/BYTERANGE[:=]"?(\d+)@(\d+)/g)]
        let next = offset
        for (const [, bytes, start] of ranges) {
          expect(Number(start)).toBe(next)
          next += Number(bytes)
        }
        expect(next).toBe(pack.sizeBytes)
      }),
    )
  })
})

describe('the playlist of a clip', () => {
  it('is the segments of its stretch in the pack of the video, and says where in the first it begins', () => {
    expect(clipPlaylist(final, final.renditions[2]!, { startSeconds: 5.5, endSeconds: 9 })).toBe(`#EXTM3U
#EXT-X-VERSION:7
#EXT-X-TARGETDURATION:4
#EXT-X-MEDIA-SEQUENCE:0
#EXT-X-PLAYLIST-TYPE:VOD
#EXT-X-INDEPENDENT-SEGMENTS
#EXT-X-START:TIME-OFFSET=1.500,PRECISE=YES
#EXT-X-MAP:URI="/cdn/024e78c5-27a0-4d0f-95c7-4b7a3d952067/pack?r=2",BYTERANGE="800@8600"
#EXT-X-PROGRAM-DATE-TIME:1970-01-01T00:00:04.000Z
#EXTINF:4.000000,
#EXT-X-BYTERANGE:2000@10400
/cdn/024e78c5-27a0-4d0f-95c7-4b7a3d952067/pack?r=2
#EXTINF:1.520000,
#EXT-X-BYTERANGE:500@12400
/cdn/024e78c5-27a0-4d0f-95c7-4b7a3d952067/pack?r=2
#EXT-X-ENDLIST
`)
  })

  it('is complete as soon as its own segments are there, while the video is still growing', () => {
    const early = { ...growing.renditions[0]!, segmentBytes: [1000, 2500], segmentSeconds: [4, 4] }
    const textOf = (startSeconds: number, endSeconds: number) =>
      clipPlaylist({ ...growing, renditions: [early] }, early, { startSeconds, endSeconds })
    expect(textOf(1, 7)).toContain('#EXT-X-ENDLIST')
    expect(textOf(1, 7)).toContain('pack?r=1&part=1')
    expect(textOf(5, 12)).toContain('#EXT-X-PLAYLIST-TYPE:EVENT')
    expect(textOf(5, 12)).not.toContain('#EXT-X-ENDLIST')
    expect(() => textOf(9, 12)).toThrow('still being prepared')
  })

  it('names byte ranges that are those of the whole playlist, one after another', () => {
    const segment = fc.record({ bytes: fc.integer({ min: 1, max: 9999 }), ms: fc.integer({ min: 200, max: 9000 }) })
    fc.assert(
      fc.property(fc.array(segment, { minLength: 1, maxLength: 40 }), fc.nat(), fc.nat(), (all, a, b) => {
        const segmentSeconds = all.map(({ ms }) => ms / 1000)
        const segmentBytes = all.map(({ bytes }) => bytes)
        const total = segmentSeconds.reduce((sum, seconds) => sum + seconds, 0)
        const video = rendition('720p', 5000, { segmentBytes, segmentSeconds })
        const sizeBytes = segmentBytes.reduce((sum, bytes) => sum + bytes, 5800)
        const pack = { ...final, sizeBytes, renditions: [video] }
        const startSeconds = ((a % 1000) / 1000) * total
        const endSeconds = startSeconds + Math.max(0.01, ((b % 1000) / 1000) * (total - startSeconds))
        const ranges = (text: string) => [...text.matchAll(/#EXT-X-BYTERANGE:(\S+)/g)].map(([, range]) => range)
        const clip = clipPlaylist(pack, video, { startSeconds, endSeconds })
        const [own, whole] = [ranges(clip), ranges(mediaPlaylist(pack, video))]
        expect(whole.join(' ')).toContain(own.join(' '))
        const offset = Number(/TIME-OFFSET=([\d.]+)/.exec(clip)![1])
        expect(offset).toBeLessThan(Number(/#EXTINF:([\d.]+)/.exec(clip)![1]) + 0.001)
        const longest = Math.max(...[...clip.matchAll(/#EXTINF:([\d.]+)/g)].map(([, seconds]) => Number(seconds)))
        expect(Number(/TARGETDURATION:(\d+)/.exec(clip)![1])).toBeGreaterThanOrEqual(Math.round(longest))
      }),
      { numRuns: 300 },
    )
  }) // prettier-ignore
})

import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { bitrates } from '#server/transcoding/bitrates'
import { captionTracks } from '#server/transcoding/caption-tracks'
import { boundariesOf, isFitForLadder } from '#server/transcoding/copied-rung'
import { isTimeToPublish } from '#server/transcoding/growth-rule'
import { areEqualFrames, parseFrameHashes } from '#server/transcoding/lossless-plan'
import { previewPlan } from '#server/transcoding/preview-plan'
import { storyboardPlan } from '#server/transcoding/storyboard-plan'

describe('the storyboard', () => {
  it.each([
    [2, 4, 0.5],
    [60, 30, 2],
    [600, 150, 4],
    [4 * 3600, 240, 60],
  ])('of %i s has %i pictures, one every %d s', (durationSeconds, count, intervalSeconds) => {
    expect(storyboardPlan({ width: 1280, height: 720, durationSeconds })).toMatchObject({ count, intervalSeconds })
  }) // prettier-ignore

  it('has room for every picture, keeps the shape, and covers the video', () => {
    const side = fc.integer({ min: 2, max: 4096 })
    fc.assert(
      fc.property(side, side, fc.double({ min: 0.04, max: 14_400, noNaN: true }), (width, height, durationSeconds) => {
        const plan = storyboardPlan({ width, height, durationSeconds })
        expect(plan.columns * plan.rows).toBeGreaterThanOrEqual(plan.count)
        expect(Math.max(plan.tileWidth, plan.tileHeight)).toBe(160)
        expect(plan.count).toBeLessThanOrEqual(240)
        expect((plan.count + 0.1) * plan.intervalSeconds).toBeGreaterThanOrEqual(durationSeconds * 0.99)
      }),
    ) // prettier-ignore
  })
})

describe('the preview', () => {
  it('takes four excerpts from inside a long video and the start of a short one', () => {
    const long = previewPlan({ width: 1280, height: 720, durationSeconds: 100 })
    expect(long).toMatchObject({ width: 480, height: 270 })
    expect(long.excerpts).toHaveLength(4)
    for (const { start, seconds } of long.excerpts) expect(start + seconds).toBeLessThan(100)
    expect(previewPlan({ width: 64, height: 48, durationSeconds: 2 })).toEqual({
      width: 64,
      height: 48,
      excerpts: [{ start: 0, seconds: 2 }],
    })
  })
})

describe('a growing pack', () => {
  it('puts the first segment out at once, then a tenth of what is out', () => {
    expect(isTimeToPublish({ publishedSeconds: 0, readySeconds: 0 })).toBe(false)
    expect(isTimeToPublish({ publishedSeconds: 0, readySeconds: 4 })).toBe(true)
    expect(isTimeToPublish({ publishedSeconds: 4, readySeconds: 7.9 })).toBe(false)
    expect(isTimeToPublish({ publishedSeconds: 4, readySeconds: 8 })).toBe(true)
    expect(isTimeToPublish({ publishedSeconds: 1000, readySeconds: 1096 })).toBe(false)
    expect(isTimeToPublish({ publishedSeconds: 1000, readySeconds: 1100 })).toBe(true)
  })

  it('of four hours has under a hundred parts', () => {
    let parts = 0
    let publishedSeconds = 0
    for (let readySeconds = 4; readySeconds <= 14_400; readySeconds += 4) {
      if (!isTimeToPublish({ publishedSeconds, readySeconds })) continue
      parts += 1
      publishedSeconds = readySeconds
    }
    expect(parts).toBeLessThan(100)
  })
})

describe('bitrates', () => {
  it('leaves a last segment of a few frames out of the peak', () => {
    const rates = bitrates({ segmentBytes: [1000, 2000, 900], segmentSeconds: [4, 4, 0.1] })
    expect(rates).toEqual({ peakBitrate: 4000, averageBitrate: Math.ceil((3900 * 8) / 8.1) })
  })
})

describe('a copied rung', () => {
  const rung = { name: '720p', width: 1280, height: 720, maxBitrate: 2_800_000, frameRate: null }
  it.each([
    ['short segments within the bitrate', [4, 4, 2], 2_000_000, true],
    ['a keyframe every ten seconds', [10, 10], 2_000_000, false],
    ['twice the bitrate', [4, 4], 5_600_000, false],
  ])('with %s', (_what, segmentSeconds, averageBitrate, isFit) => {
    expect(isFitForLadder({ segmentSeconds, averageBitrate }, rung)).toBe(isFit)
  })

  it('tells where its segments start', () => {
    expect(boundariesOf([4, 3.5, 5])).toEqual([0, 4, 7.5])
  })
})

describe('caption tracks', () => {
  it('are text, named by language, each once', () => {
    const track = (index: number, codec: string, language: string, title = '') => ({ index, codec, language, title })
    expect(
      captionTracks([track(2, 'subrip', 'eng'), track(3, 'hdmv_pgs_subtitle', 'eng'), track(4, 'mov_text', 'eng', 'Deaf'), track(5, 'ass', 'und')]),
    ).toEqual([
      { index: 2, language: 'eng', label: 'English', name: 'eng' },
      { index: 4, language: 'eng', label: 'Deaf', name: 'eng-2' },
      { index: 5, language: 'und', label: 'Captions', name: 'und' },
    ])
  }) // prettier-ignore
})

describe('equal frames', () => {
  const text = '#tb 0: 1/25\n0, 0, 0, 1, 100, aa\n0, 1, 1, 1, 100, bb\n'
  it('are read with their times', () => {
    expect(parseFrameHashes(text)).toEqual([
      { seconds: 0, hash: 'aa' },
      { seconds: 0.04, hash: 'bb' },
    ])
  })
  it('differ by one frame, one hash, or a shifted time', () => {
    const frames = parseFrameHashes(text)
    expect(areEqualFrames(frames, parseFrameHashes(text))).toBe(true)
    expect(areEqualFrames(frames, frames.slice(1))).toBe(false)
    expect(areEqualFrames(frames, [frames[0]!, { seconds: 0.04, hash: 'cc' }])).toBe(false)
    expect(areEqualFrames(frames, [frames[0]!, { seconds: 0.08, hash: 'bb' }])).toBe(false)
    expect(areEqualFrames([], [])).toBe(false)
  })
})

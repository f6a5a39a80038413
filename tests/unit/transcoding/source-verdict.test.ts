import { describe, expect, it } from 'vitest'
import { firstStep } from '#server/transcoding/first-step'
import { refusalReason } from '#server/transcoding/source-verdict'
import {
  ProbeAnswer,
  sourceFacts,
  type SourceFacts,
  type VideoStreamFacts,
} from '#server/transcoding/source-facts'

const LIMITS = { maxSeconds: 4 * 3600, maxPixels: 36_000_000 }

function probed(video: object | null, extra: { format?: object; streams?: object[] } = {}): SourceFacts {
  const stream = {
    index: 0, codec_type: 'video', codec_name: 'h264', profile: 'High', pix_fmt: 'yuv420p', width: 1280, height: 720,
    avg_frame_rate: '25/1', start_time: '0.000000',
  } // prettier-ignore
  return sourceFacts(
    ProbeAnswer.parse({
      format: { format_name: 'mov,mp4,m4a,3gp,3g2,mj2', duration: '60.0', start_time: '0.0', bit_rate: '2000000', ...extra.format },
      streams: [...(video ? [{ ...stream, ...video }] : []), ...(extra.streams ?? [])],
    }),
  ) // prettier-ignore
}
const aac = {
  index: 1,
  codec_type: 'audio',
  codec_name: 'aac',
  profile: 'LC',
  channels: 2,
  start_time: '0.0',
}
const step = (facts: SourceFacts) => firstStep(facts as SourceFacts & { video: VideoStreamFacts })

describe('the verdict on a source', () => {
  it.each([
    ['an ordinary video', probed({}), null],
    ['sound only', probed(null, { streams: [aac] }), /sound but no picture/],
    [
      'a cover picture and sound',
      probed({ disposition: { attached_pic: 1 } }, { streams: [aac] }),
      /sound but no picture/,
    ],
    ['nothing at all', probed(null), /no video/],
    ['five hours', probed({}, { format: { duration: '18000' } }), /5 hours long; at most 4 hours/],
    ['no length', probed({}, { format: { duration: 'N/A' } }), /no length/],
    ['a negative length', probed({}, { format: { duration: '-5' } }), /no length/],
    ['16,000 x 16,000', probed({ width: 16000, height: 16000 }), /too large \(16000 x 16000\)/],
    ['no size', probed({ width: 0 }), /no size/],
    ['an unknown codec', probed({ codec_name: undefined }), /not known/],
  ])('%s', (_what, facts, expected) => {
    const reason = refusalReason(facts, LIMITS)
    if (expected) expect(reason).toMatch(expected)
    else expect(reason).toBeNull()
  })

  it.each([
    ['a matrix', { side_data_list: [{ rotation: -90 }] }, 90, '720x1280'],
    ['a matrix the other way', { side_data_list: [{ rotation: 90 }] }, 270, '720x1280'],
    ['a tag', { tags: { rotate: '90' } }, 90, '720x1280'],
    ['upside down', { side_data_list: [{ rotation: 180 }] }, 180, '1280x720'],
    ['nonsense', { tags: { rotate: 'abc' } }, 0, '1280x720'],
    ['wide pixels', { width: 720, height: 576, sample_aspect_ratio: '64:45' }, 0, '1024x576'],
    ['impossible pixels', { sample_aspect_ratio: '0:1' }, 0, '1280x720'],
  ])('reads the picture as shown from %s', (_what, extra, rotation, size) => {
    const { video } = probed(extra)
    expect(video?.rotation).toBe(rotation)
    expect(`${video?.width}x${video?.height}`).toBe(size)
  })
})

describe('the first step', () => {
  it('copies H.264 8-bit 4:2:0 with AAC, or without sound', () => {
    expect(step(probed({}, { streams: [aac] }))).toEqual({ video: 'copy', audio: 'copy' })
    expect(step(probed({}))).toEqual({ video: 'copy', audio: 'none' })
  })

  it('copies the picture and encodes sound that browsers do not play', () => {
    expect(step(probed({}, { streams: [{ ...aac, codec_name: 'ac3' }] }))).toEqual({ video: 'copy', audio: 'encode' })
    expect(step(probed({}, { streams: [{ ...aac, channels: 6 }] }))).toEqual({ video: 'copy', audio: 'encode' })
  }) // prettier-ignore

  it.each([
    ['another codec', probed({ codec_name: 'vp9' })],
    ['ten bits', probed({ pix_fmt: 'yuv420p10le', profile: 'High 10' })],
    ['4:2:2', probed({ pix_fmt: 'yuv422p' })],
    ['AVI, which keeps no times', probed({}, { format: { format_name: 'avi' } })],
    ['a turned picture', probed({ side_data_list: [{ rotation: 90 }] })],
    ['interlaced lines', probed({ field_order: 'tt' })],
    ['a huge bitrate', probed({}, { format: { bit_rate: '90000000' } })],
    ['120 frames a second', probed({ avg_frame_rate: '120/1' })],
    ['sound that starts late', probed({}, { streams: [{ ...aac, start_time: '0.5' }] })],
  ])('encodes %s', (_what, facts) => {
    expect(step(facts).video).toBe('encode')
  })
})

import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { MAX_PEAKS, WaveformView } from '#shared/studio'
import { analysisPlan } from '../../../server/transcoding/analysis-plan.ts'
import { readSignals } from '../../../server/transcoding/read-signals.ts'

const nothing = { cuts: '', blacks: '', silences: '', peaks: '' }
const bounds = { durationSeconds: 60, secondsPerPeak: 0.02, frameRate: 25 }
/** As ffmpeg's metadata filters print. */
const printed = (at: number, key: string, value: string | number) =>
  `frame:0    pts:0       pts_time:${at}\nlavfi.${key}=${value}\n`

describe('signals of a video', () => {
  it('are cuts to the millisecond, rounded so that the picture before is never shown', () => {
    const cuts = printed(20, 'scene_score', 0.9) + printed(35.033333, 'scene_score', 0.5)
    const { sceneCuts, waveform } = readSignals({ ...nothing, cuts }, bounds)
    expect(sceneCuts).toEqual([20, 35.034])
    expect(waveform).toMatchObject({ sceneCuts, secondsPerFrame: 0.04 })
  })

  it('leave out the flash after a cut and what lies behind the end', () => {
    const cuts = [35, 35.08, 61].map((at) => printed(at, 'scene_score', 0.6)).join('')
    expect(readSignals({ ...nothing, cuts }, bounds).sceneCuts).toEqual([35])
  })

  it('are silences from where they begin to where they end, the last to the end of the video', () => {
    const silences =
      printed(12.9, 'silence_start', 12.4159) +
      printed(15, 'silence_end', 15.0186) +
      'lavfi.silence_duration=2.60275\n' +
      printed(52.5, 'silence_start', 52)
    expect(readSignals({ ...nothing, silences }, bounds).silences).toEqual([
      { startSeconds: 12.416, endSeconds: 15.019 },
      { startSeconds: 52, endSeconds: 60 },
    ])
  })

  it('are peaks by the time that they were heard at: a hole moves nothing', () => {
    const key = 'astats.Overall.Peak_level'
    const peaks = printed(0, key, 0) + printed(0.02, key, '-inf') + printed(1, key, -6)
    const { waveform, energy } = readSignals({ ...nothing, peaks }, bounds)
    expect(waveform.peaks).toHaveLength(3000)
    expect([waveform.peaks[0], waveform.peaks[1], waveform.peaks[50]]).toEqual([255, 0, 128])
    expect(energy).toHaveLength(60)
  })

  it('are empty, not silent, where there is no sound', () => {
    expect(readSignals(nothing, bounds)).toMatchObject({ energy: [], waveform: { peaks: [] } })
  })

  it('stay within their bounds whatever is printed and however long the video is', () => {
    const line = fc.oneof(
      fc.string(),
      fc
        .tuple(
          fc.double(),
          fc.constantFrom('scene_score', 'silence_start', 'silence_end', 'black_start', 'black_end', 'astats.Overall.Peak_level'), // prettier-ignore
          fc.oneof(fc.double().map(String), fc.constantFrom('-inf', 'nan', '')),
        )
        .map(([at, key, value]) => printed(at, key, value)),
    )
    const text = fc.array(line, { maxLength: 200 }).map((lines) => lines.join(''))
    const texts = fc.record({ cuts: text, blacks: text, silences: text, peaks: text })
    fc.assert(
      fc.property(texts, fc.double({ min: 0.1, max: 86_400, noNaN: true }), (given, durationSeconds) => {
        const { secondsPerPeak } = analysisPlan(durationSeconds)
        const signals = readSignals(given, { durationSeconds, secondsPerPeak, frameRate: 25 })
        expect(WaveformView.safeParse(signals.waveform).error).toBeUndefined()
        expect(signals.waveform.peaks.length).toBeLessThanOrEqual(MAX_PEAKS)
        expect(signals.energy.length).toBeLessThanOrEqual(8000)
        for (const { startSeconds, endSeconds } of [...signals.silences, ...signals.blacks]) {
          expect(startSeconds).toBeLessThan(endSeconds)
          expect(endSeconds).toBeLessThanOrEqual(durationSeconds + 0.001)
        }
      }),
      { numRuns: 60 },
    )
  })
})

import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { cueText, inOrder, parseVtt, serializeVtt, timestamp, type VttCue } from '#shared/web-vtt'

const anyCue = fc
  .record({
    start: fc.integer({ min: 0, max: 86_000_000 }),
    length: fc.integer({ min: 1, max: 60_000 }),
    text: fc.oneof(
      fc.string({ unit: 'grapheme', maxLength: 80 }),
      fc.array(fc.constantFrom('a', '&', '<b>', '-->', '\n', '\n\n', '{\\an8}', '&lt;', '&#60;', 'NOTE', '00:01.000')).map((parts) => parts.join(' ')),
    ),
  })
  .map(({ start, length, text }): VttCue => ({ startSeconds: start / 1000, endSeconds: (start + length) / 1000, text })) // prettier-ignore
const readable = (cues: readonly VttCue[]) =>
  inOrder(cues.map((cue) => ({ ...cue, text: cueText(cue.text) })).filter(({ text }) => text !== ''))

describe('WebVTT', () => {
  it('comes back as it was written, whatever is said', () => {
    fc.assert(
      fc.property(fc.array(anyCue, { maxLength: 12 }), (cues) => {
        const wanted = readable(cues)
        expect(parseVtt(serializeVtt(cues))).toEqual(wanted)
        expect(parseVtt(serializeVtt(wanted))).toEqual(wanted)
      }),
    )
  })

  it('holds no tag, style or second timing that a writer put into words', () => {
    const text = '<script>alert(1)</script>\n\n00:00:09.000 --> 00:00:10.000\n<c.red>hello</c>'
    const vtt = serializeVtt([{ startSeconds: 1, endSeconds: 2, text }])
    expect(vtt).not.toMatch(/<|00:09.000 -->/)
    expect(parseVtt(vtt)).toHaveLength(1)
  })

  it('is read from files of all sorts', () => {
    const vtt = [
      'WEBVTT - a title\r\n',
      'STYLE\n::cue { color: red }\n',
      'NOTE 00:00:01.000 --> not a cue\n',
      'intro\n00:01.500 --> 00:03.000 align:start position:10%\n<v Ann>Hello <i>there</i>\n- &amp; you\n',
      '1:00:00.000 --> 1:00:01.000\nAn hour\n',
      '00:05.000 --> 00:04.000\nbackwards\n',
    ].join('\n')
    expect(parseVtt(vtt)).toEqual([
      { startSeconds: 1.5, endSeconds: 3, text: 'Hello there\n- & you' },
      { startSeconds: 3600, endSeconds: 3601, text: 'An hour' },
    ])
    const srt =
      '1\n00:00:01,500 --> 00:00:03,000\n{\\an8}<b>Hello</b>\n\n2\n00:00:03,000 --> 00:00:04,000\nBye'
    expect(parseVtt(srt)).toEqual([
      { startSeconds: 1.5, endSeconds: 3, text: 'Hello' },
      { startSeconds: 3, endSeconds: 4, text: 'Bye' },
    ])
  })

  it('takes no longer for a hostile file than for another of its length', () => {
    const long = 400_000
    const hostile = ['<'.repeat(long), '&'.repeat(long), '{\\'.repeat(long / 2), '-->'.repeat(long / 3), '00:'.repeat(long / 3), ' '.repeat(long)] // prettier-ignore
    const startedAt = performance.now()
    for (const text of hostile) parseVtt(`WEBVTT\n\n00:01.000 --> 00:02.000\n${text}\n\n${text}`)
    expect(performance.now() - startedAt).toBeLessThan(3000)
  })

  it('stops at its limit', () => {
    expect(parseVtt('00:01.000 --> 00:02.000\na\n\n'.repeat(10), 3)).toHaveLength(3)
  })
})

it.each([
  [0, '00:00:00.000'],
  [59.9996, '00:01:00.000'],
  [3725.5, '01:02:05.500'],
  [86_400, '24:00:00.000'],
])('%f seconds are written %s', (seconds, text) => {
  expect(timestamp(seconds)).toBe(text)
})

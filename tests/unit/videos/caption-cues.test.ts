import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { captionCues } from '../../../server/videos/caption-cues.ts'

const cue = (text: string) => `WEBVTT\n\n00:01.000 --> 00:02.500\n${text}\n`
const textOf = (text: string) => captionCues(cue(text))[0]?.text

describe('cues of captions', () => {
  it('have their seconds, over several lines, with and without hours, names and positions', () => {
    const vtt = [
      'WEBVTT - a file',
      '',
      'STYLE',
      '::cue { color: red }',
      '',
      'NOTE 00:00.000 is the beginning',
      '',
      'first',
      '00:01.000 --> 00:02.500 align:start position:10%',
      'Good',
      'morning',
      '',
      '101:00:00.000 --> 101:00:01.000',
      'Late',
    ].join('\r\n')
    expect(captionCues(vtt)).toEqual([
      { startSeconds: 1, endSeconds: 2.5, text: 'Good morning' },
      { startSeconds: 363_600, endSeconds: 363_601, text: 'Late' },
    ])
  })

  it.each([
    ['<v Roger Bingham>We are <i>in</i> New York', 'We are in New York'],
    ['<00:00:01.000><c>word</c> by word', 'word by word'],
    ['Tom &amp; Jerry &lt;3 &#39;&#x1F41D; &nope; &nbsp;', "Tom & Jerry <3 '🐝 &nope;"],
    ['{\\an8}Above', 'Above'],
    ['a\u202eb\u0007c', 'a b c'],
    ['<script>alert(1)</script>', 'alert(1)'],
    ['&#0;&#xd800;&#x110000;x', 'x'],
  ])('are plain text: %s', (given, text) => {
    expect(textOf(given)).toBe(text)
  })

  it('pass over what cannot be read', () => {
    expect(
      captionCues(
        'WEBVTT\n\n00:02.000 --> 00:01.000\nbackwards\n\n00:0x --> 1\nno\n\n00:01.000 --> 00:02.000\n',
      ),
    ).toEqual([])
    expect(captionCues('')).toEqual([])
  })

  it('are bounded, and read in a moment however they are made', () => {
    expect(textOf('x'.repeat(10_000))).toHaveLength(500)
    expect(captionCues(cue('hello').repeat(30_000))).toHaveLength(20_000)
    const started = performance.now()
    captionCues(cue('<'.repeat(300_000)))
    captionCues(cue('{\\'.repeat(300_000)))
    captionCues('00:'.repeat(300_000))
    expect(performance.now() - started).toBeLessThan(2000)
  })

  it('never throw', () => {
    fc.assert(fc.property(fc.string({ unit: 'binary' }), (text) => captionCues(cue(text)).length <= 20_000))
  })
})

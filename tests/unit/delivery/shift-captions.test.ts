import { expect, it } from 'vitest'
import { shiftCaptions } from '#server/delivery/shift-captions'

const CAPTIONS = `WEBVTT - Bees\r
\r
STYLE\r
::cue { color: white }\r
\r
NOTE 00:00:01.000 --> 00:00:02.000\r
\r
1\r
00:01.000 --> 00:04.500 line:0\r
Before, and a little within\r
\r
00:00:05.000 --> 00:00:06.000\r
Within\r
two lines\r
\r
01:00:00.000 --> 01:00:01.000\r
Long after\r
`

it('keeps what is said in the stretch, on its own timeline, cut at its ends', () => {
  expect(shiftCaptions(CAPTIONS, { startSeconds: 4, endSeconds: 5.75 })).toBe(`WEBVTT - Bees

STYLE
::cue { color: white }

NOTE 00:00:01.000 --> 00:00:02.000

1
00:00:00.000 --> 00:00:00.500 line:0
Before, and a little within

00:00:01.000 --> 00:00:01.750
Within
two lines
`)
})

it('leaves a file of no cues where nothing is said', () => {
  expect(shiftCaptions('WEBVTT\n\n00:01.000 --> 00:02.000\nHello\n', { startSeconds: 10, endSeconds: 12 })).toBe('WEBVTT\n') // prettier-ignore
})

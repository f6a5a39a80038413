import { expect, it } from 'vitest'
import { storyboardVtt } from '#server/delivery/storyboard'

const STORYBOARD = { objectKey: 'artwork/x/storyboard.jpg', tileWidth: 160, tileHeight: 90, columns: 2, count: 3, intervalSeconds: 5 } // prettier-ignore

it('gives every tile its time and its place in the picture', () => {
  expect(storyboardVtt(STORYBOARD, { startSeconds: 0, endSeconds: 12.34 }, '/cdn/x/storyboard.jpg'))
    .toBe(`WEBVTT

00:00:00.000 --> 00:00:05.000
/cdn/x/storyboard.jpg#xywh=0,0,160,90

00:00:05.000 --> 00:00:10.000
/cdn/x/storyboard.jpg#xywh=160,0,160,90

00:00:10.000 --> 00:00:12.340
/cdn/x/storyboard.jpg#xywh=0,90,160,90
`)
})

it('counts hours', () => {
  const text = storyboardVtt(
    { ...STORYBOARD, count: 2, intervalSeconds: 3661.5 },
    { startSeconds: 0, endSeconds: 8000 },
    's.jpg',
  )
  expect(text).toContain('01:01:01.500 --> 02:13:20.000')
})

it('tells a clip its own tiles on its own timeline', () => {
  const clip = { startSeconds: 6, endSeconds: 11.5 }
  expect(storyboardVtt(STORYBOARD, clip, 's.jpg')).toBe(`WEBVTT

00:00:00.000 --> 00:00:04.000
s.jpg#xywh=160,0,160,90

00:00:04.000 --> 00:00:05.500
s.jpg#xywh=0,90,160,90
`)
})

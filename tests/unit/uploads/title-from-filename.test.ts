import fc from 'fast-check'
import { expect, it } from 'vitest'
import { VideoTitle } from '../../../shared/videos.ts'
import { titleFromFilename } from '../../../server/uploads/title-from-filename.ts'

it.each([
  ['Lesson_01_intro.mp4', 'Lesson 01 intro'],
  ['C:\\Users\\me\\film.mov', 'film'],
  ['../../etc/passwd', 'passwd'],
  ['.mp4', 'Untitled video'],
  ['\u202egnp.exe.mp4', 'Untitled video'],
])('calls %s "%s"', (filename, title) => {
  expect(titleFromFilename(filename)).toBe(title)
})

it('gives a valid title for any name', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary', minLength: 1, maxLength: 255 }), (filename) => {
      return VideoTitle.safeParse(titleFromFilename(filename)).success
    }),
  )
})

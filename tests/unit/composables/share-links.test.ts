import { describe, expect, it } from 'vitest'
import { shareLink } from '../../../composables/share-links.ts'

const video = { kind: 'video', id: 'a'.repeat(24), title: 'Bees' } as const
const origin = 'https://clips.example.org'
const page = `${origin}/watch/${video.id}`

describe('the link that is shared', () => {
  it('leads to the page of a video or a clip, and says that it was shared', () => {
    const whole = { start: null, end: null }
    expect(shareLink(origin, video, whole)).toBe(`${page}?from=share`)
    expect(shareLink(origin, { ...video, kind: 'clip' }, whole)).toBe(
      `${origin}/clips/${video.id}?from=share`,
    )
  })

  it.each([
    [{ start: 83.9, end: null }, '?t=83&from=share'],
    [{ start: 0.4, end: null }, '?from=share'],
    [{ start: 40, end: 65.25 }, '?t=40&end=65.3&from=share'],
    [{ start: null, end: 12 }, '?t=0&end=12&from=share'],
  ])('of %o is %s', (part, query) => {
    expect(shareLink(origin, video, part)).toBe(`${page}${query}`)
  })
})

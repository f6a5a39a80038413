import { describe, expect, it } from 'vitest'
import { shareLink } from '../../../composables/share-links.ts'

const video = { kind: 'video', id: 'a'.repeat(24), title: 'Bees' } as const
const origin = 'https://clips.example.org'

describe('the link that is shared', () => {
  it('leads to the page of a video or a clip', () => {
    expect(shareLink(origin, video, null)).toBe(`${origin}/watch/${video.id}`)
    expect(shareLink(origin, { ...video, kind: 'clip' }, null)).toBe(`${origin}/clips/${video.id}`)
  })

  it('begins at whole seconds, and not at the beginning', () => {
    expect(shareLink(origin, video, 83.9)).toBe(`${origin}/watch/${video.id}?t=83`)
    expect(shareLink(origin, video, 0.4)).toBe(`${origin}/watch/${video.id}`)
  })
})

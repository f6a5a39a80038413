import { describe, expect, it } from 'vitest'
import { embedAddress, embedCode } from '../../../shared/embed-code.ts'

const origin = 'https://clips.example.org'
const id = 'a'.repeat(24)

describe('the address of the player page for other sites', () => {
  it.each([
    [{ start: null, end: null }, ''],
    [{ start: 83.24, end: null }, '?t=83.2'],
    [{ start: 40, end: 65 }, '?t=40&end=65'],
    [{ start: 0, end: 12, isAutoplay: true }, '?end=12&autoplay=1'],
  ])('of %o ends with %s', (begin, query) => {
    expect(embedAddress(origin, { kind: 'video', id }, begin)).toBe(`${origin}/embed/${id}${query}`)
    expect(embedAddress(origin, { kind: 'clip', id }, begin)).toBe(`${origin}/embed/clips/${id}${query}`)
  })
})

describe('the code for another page', () => {
  it('lets nothing of a title out of its attribute', () => {
    const code = embedCode(`${origin}/embed/${id}?t=1&end=5`, '"><script>alert(1)</script>&')
    expect(code).not.toMatch(/<script|"">/)
    expect(code).toContain('title="&quot;&gt;&lt;script&gt;alert(1)&lt;/script&gt;&amp;"')
    expect(code).toContain('?t=1&amp;end=5"')
  })

  it('allows what a player needs, and keeps its shape', () => {
    const code = embedCode(`${origin}/embed/${id}`, 'Bees', { width: 320, height: 180 })
    expect(code).toMatch(
      /width="320" height="180".*aspect-ratio:320\/180.*allow="autoplay; picture-in-picture".*allowfullscreen/,
    )
  })
})

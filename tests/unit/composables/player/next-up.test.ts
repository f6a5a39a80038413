import { describe, expect, it } from 'vitest'
import { firstUnplayed, nextUp } from '../../../../composables/player/next-up.ts'

const next = { title: 'Bees', poster: null, to: '/watch/b', isOfPath: false }
const facts = { next, autoplay: 'on' as const, isLooped: false, isAsked: false }

describe('what plays by itself', () => {
  it.each([
    ['whatever comes next', {}, true],
    ['nothing where that is off', { autoplay: 'off' as const }, false],
    ['nothing off the path', { autoplay: 'path' as const }, false],
    ['the next step of a path', { autoplay: 'path' as const, next: { ...next, isOfPath: true } }, true],
    ['nothing after what goes round', { isLooped: true }, false],
    ['nothing before a question is answered', { isAsked: true }, false],
    ['nothing where nothing is known', { next: null }, false],
  ])('is %s', (_, given, plays) => expect(nextUp({ ...facts, ...given }) !== null).toBe(plays))

  it('is not what was played already, while there is something else', () => {
    const items = [{ id: 'a' }, { id: 'b' }]
    expect(firstUnplayed(items, ['a'])).toEqual({ id: 'b' })
    expect(firstUnplayed(items, ['a', 'b'])).toEqual({ id: 'a' })
    expect(firstUnplayed([], [])).toBeNull()
  })
})

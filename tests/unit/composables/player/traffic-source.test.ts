import { describe, expect, it } from 'vitest'
import { trafficSourceOf } from '../../../../composables/player/traffic-source.ts'

describe('where a view comes from', () => {
  it.each([
    ['/', '/clips/a', 'feed'],
    ['/?topic=maths', '/watch/a', 'feed'],
    ['/search?q=waves', '/watch/a', 'search'],
    ['/topics', '/watch/a', 'topic'],
    ['/topics/maths/algebra', '/clips/a', 'topic'],
    ['/topics/maths/path?clip=b', '/clips/a', 'path'],
    ['/people/ada', '/watch/a', 'profile'],
    ['/history', '/watch/a', 'history'],
    ['/notifications', '/watch/a', 'notification'],
    ['/shared', '/clips/a', 'share'],
    ['/watch/b', '/watch/a', 'up_next'],
    ['/clips/b?at=3', '/clips/a', 'up_next'],
    ['/clips/b', '/watch/a', 'video'],
    ['/watch/b', '/clips/a', 'video'],
    ['/studio', '/watch/a', 'direct'],
    [null, '/watch/a', 'direct'],
    [undefined, '/watch/a', 'direct'],
  ])('from %s to %s: %s', (back, path, source) => {
    expect(trafficSourceOf({ back }, path)).toBe(source)
  })

  it('believes a link that says so itself, and nothing else in its place', () => {
    expect(trafficSourceOf({ back: '/search', source: 'notification' }, '/watch/a')).toBe('notification')
    expect(trafficSourceOf({ back: '/search', source: 'anything' }, '/watch/a')).toBe('search')
    expect(trafficSourceOf({ back: 7, source: {} }, '/watch/a')).toBe('direct')
  })
})

import { describe, expect, it } from 'vitest'
import { returnPath } from '../../../composables/return-path'

describe('returnPath', () => {
  it.each([
    ['/upload', '/upload'],
    ['/watch/1?t=3#top', '/watch/1?t=3#top'],
    ['/', '/'],
  ])('keeps %s', (wanted, path) => expect(returnPath(wanted)).toBe(path))

  it.each([
    ['another origin', 'https://evil.example/'],
    ['a scheme-relative address', '//evil.example'],
    ['a backslash', '/\\evil.example'],
    ['a tab between the slashes', '/\t/evil.example'],
    ['dots before two slashes', '/..//evil.example'],
    ['a script', 'javascript:alert(1)'],
    ['a relative path', 'upload'],
    ['a list', ['/upload']],
    ['nothing', undefined],
    ['the log-in page itself', '/login?next=/login'],
  ])('goes home for %s', (_name, wanted) => expect(returnPath(wanted)).toBe('/'))
})

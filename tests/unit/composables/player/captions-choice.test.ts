import { describe, expect, it } from 'vitest'
import { captionsToShow, likelyCaptions } from '../../../../composables/player/captions-choice.ts'

const facts = {
  offered: ['en', 'de'],
  rule: 'muted' as const,
  chosen: undefined,
  remembered: null,
  lastLanguage: null,
  isMuted: false,
}

describe('the captions that are shown', () => {
  it.each([
    ['none with sound', {}, null],
    ['some while muted', { isMuted: true }, 'en'],
    ['in the language last read', { isMuted: true, lastLanguage: 'de' }, 'de'],
    ['always, for who wants it so', { rule: 'always' as const }, 'en'],
    ['never by themselves, for who wants it so', { rule: 'never' as const, isMuted: true }, null],
    ['what was left on', { remembered: 'de' }, 'de'],
    ['not a language that there is not', { remembered: 'fr' }, null],
    ['what was chosen by hand', { chosen: 'de', rule: 'never' as const }, 'de'],
    [
      'none once they were put away, also while muted',
      { chosen: null, isMuted: true, remembered: 'en' },
      null,
    ],
    ['none where there are none', { offered: [], isMuted: true }, null],
  ])('are %s', (_, given, shown) => expect(captionsToShow({ ...facts, ...given })).toBe(shown))

  it('begin with the language last read when they are turned on', () => {
    expect(likelyCaptions({ offered: ['en', 'de'], lastLanguage: 'de' })).toBe('de')
    expect(likelyCaptions({ offered: ['en', 'de'], lastLanguage: 'fr' })).toBe('en')
    expect(likelyCaptions({ offered: [], lastLanguage: 'fr' })).toBeNull()
  })
})

import { describe, expect, it } from 'vitest'
import { completeMention, matchPeople, mentionAt } from '../../../../composables/comments/mention-at.ts'

describe('a name that is being typed', () => {
  it.each([
    ['hello @ad', 9, { start: 6, query: 'ad' }],
    ['@', 1, { start: 0, query: '' }],
    ['(@Ben', 5, { start: 1, query: 'ben' }],
    ['mail@example', 12, null],
    ['hello @ada done', 15, null],
  ])('%s', (text, caret, expected) => {
    expect(mentionAt(text, caret)).toEqual(expected)
  })

  it('finds people by username and by any part of their name', () => {
    const person = (username: string, name: string) => ({ id: username, username, name, profilePicture: '' })
    const people = [person('countess', 'Ada Byron'), person('ben', 'Ben Okri'), person('byron7', 'Someone')]
    expect(matchPeople(people, 'by').map(({ username }) => username)).toEqual(['countess', 'byron7'])
  })

  it('is completed in its place, with the caret behind it', () => {
    expect(completeMention('I say @ad to that', 9, { start: 6, query: 'ad' }, 'ada')).toEqual({
      text: 'I say @ada to that',
      caret: 11,
    })
  })
})

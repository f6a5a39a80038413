import { describe, expect, it } from 'vitest'
import { countGraphemes } from '#shared/comment-rules'
import { CommentText } from '#shared/comments'
import { findMentions } from '#shared/mentions'

describe('mentions in a text', () => {
  it.each([
    ['hello @ada, and @Ada again', ['ada']],
    ['(@ben.okri) @c-d_e.', ['ben.okri', 'c-d_e']],
    ['mail ada@example.org, @@ben, x@ben, @ab, @-ada', []],
    ['@ada@ben', ['ada']],
    [`@${'a'.repeat(31)}`, []],
  ])('%s', (text, names) => {
    expect(findMentions(text)).toEqual(names)
  })

  it('are twenty at most', () => {
    const text = Array.from({ length: 50 }, (_, index) => `@person${index}`).join(' ')
    expect(findMentions(text)).toHaveLength(20)
  })
})

describe('the text of a comment', () => {
  it('is counted as people count', () => {
    expect(countGraphemes('👨‍👩‍👧‍👦e\u0301')).toBe(2)
    expect(CommentText.safeParse('👨‍👩‍👧‍👦'.repeat(2000)).success).toBe(true)
    expect(CommentText.safeParse('a'.repeat(2001)).success).toBe(false)
  })

  it('bounds the marks on one letter, whatever the script needs', () => {
    expect(CommentText.safeParse('ที่นี่ हिन्दी אָלֶף').success).toBe(true)
    expect(CommentText.safeParse(`z${'\u0336'.repeat(9)}`).success).toBe(false)
  })
})

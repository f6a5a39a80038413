import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { foldText, termsOf, wordsOf } from '#shared/search-words'

describe('words to search by', () => {
  it.each([
    ['Żółta łódź', ['zolta', 'lodz']],
    ['Straße und Fuß', ['strasse', 'und', 'fuss']],
    ['İstanbul ISPARTA ılık', ['istanbul', 'isparta', 'ilik']],
    ['ﬁne ℌello ①', ['fine', 'hello', '1']],
    ['Don’t stop—believing', ['dont', 'stop', 'believing']],
    ['Ένας Σίσυφος', ['ενασ', 'σισυφοσ']],
    ['ёлка Йод', ['елка', 'иод']],
    ['הֶלּוֹ', ['הלו']],
    ['हिन्दी', ['हिन्दी']],
    ['한국어 배우기', ['한국어', '배우기']],
    ['日本語 N5', ['日本', '本語', '語', 'n5']],
    ['がか', ['がか', 'か']],
    ['a.b@c $ne {"$gt":""}', ['a', 'b', 'c', 'ne', 'gt']],
    ['--- "" $$$', []],
  ])('%s', (text, words) => {
    expect(wordsOf(text, 20)).toEqual(words)
  })

  it('are bounded in number and length', () => {
    expect(wordsOf('one two three one', 2)).toEqual(['one', 'two'])
    expect(wordsOf('x'.repeat(5000), 5)[0]).toHaveLength(32)
  })

  it('fold to what folding leaves as it is', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => foldText(foldText(text)) === foldText(text)),
    )
  })
})

describe('what somebody asks for', () => {
  it.each([
    ['polish  verbs', { whole: ['polish'], last: 'verbs' }],
    ['"Polish" -verbs $ne', { whole: ['polish', 'verbs'], last: 'ne' }],
    ['日本語', { whole: ['日本', '本語'], last: null }],
    ['猫', { whole: [], last: '猫' }],
    ['learn 日本', { whole: ['learn', '日本'], last: null }],
    ['.*', { whole: [], last: null }],
  ])('%s', (question, terms) => {
    expect(termsOf(question)).toEqual(terms)
  })

  it('is found in a text that holds it', () => {
    const letters = fc.string({ unit: fc.constantFrom(...'aąlłsß日本語がk猫 -'.split('')), maxLength: 12 })
    fc.assert(
      fc.property(letters, letters, letters, (before, question, after) => {
        const words = wordsOf(`${before} ${question} ${after}`, 100)
        const { whole, last } = termsOf(question, 100)
        expect(words).toEqual(expect.arrayContaining(whole))
        if (last !== null) expect(words.some((word) => word.startsWith(last))).toBe(true)
      }),
    )
  })
})

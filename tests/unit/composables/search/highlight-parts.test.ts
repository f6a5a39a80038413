import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { highlightParts } from '../../../../composables/search/highlight-parts'

const shown = (text: string, question: string) =>
  highlightParts(text, question)
    .map((part) => (part.isMatch ? `[${part.text}]` : part.text))
    .join('')

describe('what was asked for, in a text', () => {
  it.each([
    ['Żółta łódź on a lake', 'lodz la', 'Żółta [łódź] on a [lake]'],
    ['Bees, beekeepers', 'bees keep', '[Bees], beekeepers'],
    ['Bees, beekeepers', 'bee', '[Bees], [beekeepers]'],
    ['Don’t stop', 'dont', '[Don’t] stop'],
    ['日本語を学ぶ', '日本語', '[日本語]を学ぶ'],
    ['<b>bees</b>', 'b', '<[b]>[bees]</[b]>'],
    ['Nothing here', '$', 'Nothing here'],
  ])('%s, asked for by %s', (text, question, parts) => {
    expect(shown(text, question)).toBe(parts)
  })

  it('is marked without changing the text', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), fc.string({ unit: 'grapheme' }), (text, question) => {
        expect(highlightParts(text, question).map((part) => part.text).join('')).toBe(text) // prettier-ignore
      }),
    )
  })
})

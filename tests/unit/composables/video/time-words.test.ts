import { describe, expect, it } from 'vitest'
import { unitWords } from '../../../../composables/video/time-words.ts'

describe('units of time in words', () => {
  it.each(['en', 'de', 'fr'])('%s: as the language itself has it', (locale) => {
    for (const unit of ['hour', 'minute', 'second'] as const) {
      const format = new Intl.NumberFormat(locale, { style: 'unit', unit, unitDisplay: 'long' })
      for (const count of [0, 1, 2, 11, 59, 999, 1000, 12_345])
        expect(unitWords(count, unit, locale)).toBe(format.format(count))
    }
  })
})

import { describe, expect, it } from 'vitest'
import { wordsOf } from '../../../support/words.ts'
import { formatBytes, formatSpeed, formatTimeLeft } from '../../../../components/upload/transfer-words'

describe('formatBytes', () => {
  it.each([
    [0, '0 B'],
    [999, '999 B'],
    [1000, '1.0 KB'],
    [6_080_000, '6.1 MB'],
    [240_000_000, '240 MB'],
    [2e15, '2000 TB'],
  ])('%d reads %s', (bytes, words) => expect(formatBytes(bytes, 'en')).toBe(words))

  it('labels speed by the second', () => expect(formatSpeed(3_200_000, 'en')).toBe('3.2 MB/s'))

  it('writes numbers as the reader does', () => expect(formatBytes(6_080_000, 'de')).toBe('6,1 MB'))
})

describe('formatTimeLeft', () => {
  it.each([
    [0, 'a few seconds'],
    [12, '15 s'],
    [49, '50 s'],
    [58, '1 min'],
    [250, '4 min'],
    [3600, '1 h'],
    [7800, '2 h 10 min'],
  ])('%d s reads %s', (seconds, words) => expect(formatTimeLeft(seconds, wordsOf('en'))).toBe(words))
})

import { describe, expect, it } from 'vitest'
import { formatTime, speakTime } from '../../../../composables/video/format-time.ts'

describe('formatTime', () => {
  it.each([
    [0, '0:00'],
    [7.9, '0:07'],
    [723, '12:03'],
    [3723, '1:02:03'],
    [-3, '0:00'],
    [Infinity, '0:00'],
    [NaN, '0:00'],
  ])('shows %s seconds as %s', (seconds, shown) => expect(formatTime(seconds)).toBe(shown))
})

describe('speakTime', () => {
  it.each([
    [0, '0 seconds'],
    [1, '1 second'],
    [65, '1 minute 5 seconds'],
    [7200, '2 hours'],
  ])('says %s seconds as %s', (seconds, spoken) => expect(speakTime(seconds, 'en')).toBe(spoken))

  it('speaks the language of the reader', () => expect(speakTime(65, 'de')).toBe('1 Minute 5 Sekunden'))
})

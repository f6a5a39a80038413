import { describe, expect, it } from 'vitest'
import { passwordStrength } from '../../../../components/auth/password-strength'

describe('passwordStrength', () => {
  it.each([
    ['', 'tooShort'],
    ['short', 'tooShort'],
    ['aaaaaaaaaaaaaaaa', 'weak'],
    ['1234567890', 'weak'],
    ['password12345', 'weak'],
    ['Password123!', 'weak'],
    ['sunflower7', 'fair'],
    ['violet harbour', 'good'],
    ['correct horse battery staple', 'strong'],
    ['zT9!q@Lm2#vX8$', 'strong'],
  ])('calls %j %s', (password, word) => expect(passwordStrength(password).word).toBe(word))

  it('does not count the own name and address', () => {
    const personal = ['Magdalena', 'Kowalska', 'magdalena@example.org']
    expect(passwordStrength('magdalenakowalska', personal)).toMatchObject({
      word: 'weak',
      advice: 'ownName',
    })
  })

  it('says how much is missing', () => {
    expect(passwordStrength('123456789')).toMatchObject({ advice: 'missing', missing: 1 })
  })
})

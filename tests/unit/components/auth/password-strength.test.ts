import { describe, expect, it } from 'vitest'
import { passwordStrength } from '../../../../components/auth/password-strength'

describe('passwordStrength', () => {
  it.each([
    ['', 'Too short'],
    ['short', 'Too short'],
    ['aaaaaaaaaaaaaaaa', 'Weak'],
    ['1234567890', 'Weak'],
    ['password12345', 'Weak'],
    ['Password123!', 'Weak'],
    ['sunflower7', 'Fair'],
    ['violet harbour', 'Good'],
    ['correct horse battery staple', 'Strong'],
    ['zT9!q@Lm2#vX8$', 'Strong'],
  ])('calls %j %s', (password, word) => expect(passwordStrength(password).word).toBe(word))

  it('does not count the own name and address', () => {
    const personal = ['Magdalena', 'Kowalska', 'magdalena@example.org']
    expect(passwordStrength('magdalenakowalska', personal)).toMatchObject({
      word: 'Weak',
      advice: 'Leave out your own name.',
    })
  })

  it('says how much is missing', () => {
    expect(passwordStrength('123456789').advice).toBe('1 more character to go.')
  })
})

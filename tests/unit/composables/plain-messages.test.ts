import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { z } from 'zod'
import { LoginBody, SignupBody, VerifyBody } from '../../../shared/accounts'
import { wordsOf } from '../../support/words.ts'
import { plainMessage } from '../../../composables/plain-messages'

function messagesOf(schema: z.ZodType, value: unknown) {
  const issues = schema.safeParse(value).error?.issues ?? []
  // as a form shows them: the first of each field
  return Object.fromEntries(issues.toReversed().map((issue) => [issue.path.join('.'), issue.message]))
}

describe('plainMessage', () => {
  beforeAll(() => void z.config({ customError: (issue) => plainMessage(issue, wordsOf('en')) }))
  afterAll(() => void z.config({ customError: undefined }))

  it('asks for what is empty', () => {
    expect(messagesOf(LoginBody, { email: '', password: '' })).toEqual({
      email: 'Please fill this in',
      password: 'Please fill this in',
    })
  })

  it('says what is wrong with an address and a length', () => {
    const form = {
      firstName: 'x'.repeat(90),
      lastName: ' ',
      username: 'no spaces',
      email: 'nobody',
      password: 'short',
      birthDate: '31.5.1990',
    }
    expect(messagesOf(SignupBody, form)).toEqual({
      firstName: 'At most 80 characters',
      lastName: 'Please fill this in',
      username: '3 to 30 letters, digits, dots, dashes or underscores',
      email: 'This does not look like an e-mail address',
      password: 'at least 10 characters',
      birthDate: 'Give the whole date, as in 1990-05-31',
    })
  })

  it('leaves a message of the schema as it is', () => {
    expect(messagesOf(VerifyBody, { email: 'a@b.co', code: '12' })).toEqual({ code: 'six digits' })
  })
})

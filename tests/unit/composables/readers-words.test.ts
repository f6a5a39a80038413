import { describe, expect, it } from 'vitest'
import { ApiError, NO_ANSWER } from '../../../composables/api-error.ts'
import { inReadersWords } from '../../../composables/readers-words.ts'
import { wordsOf } from '../../support/words.ts'

const reader = (code: 'en' | 'de') => ({ locale: { value: code }, t: wordsOf(code) })
const refused = new ApiError(409, {
  error: {
    code: 'conflict',
    message: 'You have 50 tokens. Revoke one that you no longer use.',
    requestId: 'r1',
    details: [{ path: 'username', message: 'is taken' }],
  },
})

describe('what the server answers', () => {
  it('is said in the language of the reader, with its values and its fields', async () => {
    const said = await inReadersWords(refused, reader('de'))
    expect(said.message).toBe('Du hast 50 Tokens. Widerrufe eines, das du nicht mehr brauchst.')
    expect(said.fields).toEqual({ username: 'ist vergeben' })
    expect(said).toMatchObject({ statusCode: 409, code: 'conflict', requestId: 'r1' })
  })

  it('stays as it is in English', async () => {
    expect(await inReadersWords(refused, reader('en'))).toBe(refused)
  })

  it('has words where no answer came', async () => {
    const said = await inReadersWords(new ApiError(NO_ANSWER), reader('de'))
    expect(said.message).toMatch(/^Clipway hat nicht geantwortet/)
    expect(said.code).toBe('no_answer')
  })
})

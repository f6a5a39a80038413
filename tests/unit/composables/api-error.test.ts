import { describe, expect, it } from 'vitest'
import { ApiError, NO_ANSWER, toApiError } from '../../../composables/api-error.ts'

const body = {
  error: {
    code: 'conflict',
    message: 'Taken.',
    requestId: 'r1',
    details: [{ path: 'email', message: 'in use' }],
  },
}

describe('toApiError', () => {
  it('reads the error body of a failed request', () => {
    const error = toApiError({ status: 409, data: body })
    expect(error).toMatchObject({ statusCode: 409, code: 'conflict', message: 'Taken.', requestId: 'r1' })
    expect(error.fields).toEqual({ email: 'in use' })
  })

  it('reads an error that came with the page', () => {
    expect(toApiError({ statusCode: 409, data: body }).requestId).toBe('r1')
  })

  it('keeps one that was read before', () => {
    const error = new ApiError(404)
    expect(toApiError(error)).toBe(error)
  })

  it.each([undefined, 'text', new TypeError('fetch failed'), { data: { error: 'x' } }])(
    'has words for %s',
    (cause) => {
      const error = toApiError(cause)
      expect(error.statusCode).toBe(NO_ANSWER)
      expect(error.code).toBe('no_answer')
      expect(error.message).toContain('try again')
    },
  )

  it('has words for an answer of a proxy', () => {
    expect(toApiError({ statusCode: 502, data: '<html>' })).toMatchObject({
      statusCode: 502,
      code: 'unknown',
    })
  })
})

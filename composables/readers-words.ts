import type { ErrorBody } from '#shared/common'
import { loadAnswers } from './answers.ts'
import { ApiError, NO_ANSWER } from './api-error.ts'
import type { Words } from '~/composables/words'

interface Reader {
  locale: Readonly<{ value: string }>
  t: Words
}

/** The same error, saying in the reader's language what the server said in English. */
export async function inReadersWords(error: ApiError, { locale, t }: Reader): Promise<ApiError> {
  if (locale.value === 'en') return error
  // these words are there without asking: an answer that failed to come is often a network that is away
  if (!error.data) return new ApiError(error.statusCode, undefined, t(keyOf(error.statusCode)))
  const say = await loadAnswers(locale.value)
  const { message, details, ...rest } = error.data.error
  const body: ErrorBody = {
    error: {
      ...rest,
      message: say(message),
      details: details?.map((detail) => ({ ...detail, message: say(detail.message) })),
    },
  }
  return new ApiError(error.statusCode, body)
}

function keyOf(statusCode: number): string {
  if (statusCode === NO_ANSWER) return 'errors.noAnswer'
  return statusCode === 404 ? 'errors.notForYou' : 'errors.ourSide'
}

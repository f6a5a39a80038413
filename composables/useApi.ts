import { toApiError } from '~/composables/api-error'
import { inReadersWords } from '~/composables/readers-words'

interface ApiOptions {
  method?: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE'
  body?: object
  query?: object
  signal?: AbortSignal
}

export type Api = <Answer = void>(path: string, options?: ApiOptions) => Promise<Answer>

/**
 * Calls the JSON API as the person looking at the page, on the server (their cookie is passed on) and in the browser.
 * Rejects with ApiError, in the reader's language.
 */
export function useApi(): Api {
  const request = useRequestFetch()
  const { $i18n } = useNuxtApp()
  return async <Answer>(path: string, options: ApiOptions = {}) => {
    try {
      return (await request<unknown>(path, { ...options, body: options.body as never })) as Answer
    } catch (cause) {
      throw await inReadersWords(toApiError(cause), $i18n)
    }
  }
}

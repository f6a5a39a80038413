import { toApiError } from '~/composables/api-error'

interface ApiOptions {
  method?: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE'
  body?: object
  query?: object
  signal?: AbortSignal
}

export type Api = <Answer = void>(path: string, options?: ApiOptions) => Promise<Answer>

/**
 * Calls the JSON API as the person looking at the page, on the server (their cookie is passed on) and in the browser.
 * Rejects with ApiError.
 */
export function useApi(): Api {
  const request = useRequestFetch()
  return async <Answer>(path: string, options: ApiOptions = {}) => {
    try {
      return (await request<unknown>(path, { ...options, body: options.body as never })) as Answer
    } catch (cause) {
      throw toApiError(cause)
    }
  }
}

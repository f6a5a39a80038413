import type { AnswerView, CheckBody, CheckView } from '#shared/learning'
import { toApiError } from '~/composables/api-error'
import { useApi } from '~/composables/useApi'

/** The question after a clip. All reject with ApiError. */
export function useCheck(clipId: () => string) {
  const api = useApi()
  const path = () => `/api/clips/${clipId()}/check`
  return {
    /** Null where there is none. */
    async load(): Promise<CheckView | null> {
      try {
        return await api<CheckView>(path())
      } catch (cause) {
        const error = toApiError(cause)
        if (error.statusCode === 404) return null
        throw error
      }
    },
    answer: (choice: number) => api<AnswerView>(`${path()}/answer`, { method: 'POST', body: { choice } }),
    save: (body: CheckBody) => api<CheckView>(path(), { method: 'PUT', body }),
    remove: () => api(path(), { method: 'DELETE' }),
  }
}

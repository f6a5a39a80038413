import { toApiError, type ApiError } from '~/composables/api-error'

/** Sends one thing at a time, and keeps why it failed for the place where it was asked for (useAttempt says it in a toast). */
export function useSending() {
  const isSending = ref(false)
  const failure = ref<ApiError | null>(null)

  /** @returns whether it went well */
  async function send(work: () => Promise<unknown>): Promise<boolean> {
    if (isSending.value) return false
    isSending.value = true
    failure.value = null
    try {
      await work()
      return true
    } catch (cause) {
      failure.value = toApiError(cause)
      return false
    } finally {
      isSending.value = false
    }
  }

  return { isSending, failure, send }
}

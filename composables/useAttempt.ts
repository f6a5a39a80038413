import { toApiError } from '~/composables/api-error'

/** Runs one thing at a time for a button, and says in a toast what went wrong. */
export function useAttempt() {
  const toast = useToast()
  const isRunning = ref(false)

  /** @returns whether it went well */
  async function attempt(title: string, work: () => Promise<unknown>): Promise<boolean> {
    if (isRunning.value) return false
    isRunning.value = true
    try {
      await work()
      return true
    } catch (cause) {
      toast.add({
        title,
        description: toApiError(cause).message,
        color: 'error',
        icon: 'i-lucide-circle-alert',
      })
      return false
    } finally {
      isRunning.value = false
    }
  }

  return { attempt, isRunning }
}

import type { SuggestionView } from '#shared/search'
import { useApi } from '~/composables/useApi'

const PAUSE_MS = 150

/** What could be meant by what is being typed. Asked for after a short pause; an answer that comes too late is dropped. */
export function useSuggestions() {
  const api = useApi()
  const suggestions = ref<SuggestionView[]>([])
  let timer: ReturnType<typeof setTimeout> | undefined
  let request: AbortController | undefined

  function cancel(): void {
    clearTimeout(timer)
    request?.abort()
  }

  function ask(question: string): void {
    cancel()
    const q = question.trim().slice(0, 100)
    if (!q) {
      suggestions.value = []
      return
    }
    timer = setTimeout(() => void load(q), PAUSE_MS)
  }

  async function load(q: string): Promise<void> {
    const { signal } = (request = new AbortController())
    try {
      const answer = await api<{ items: SuggestionView[] }>('/api/search/suggestions', {
        query: { q },
        signal,
      })
      if (!signal.aborted) suggestions.value = answer.items
    } catch {
      // they are a comfort: Enter searches without them
      if (!signal.aborted) suggestions.value = []
    }
  }

  onScopeDispose(cancel)
  return { suggestions: readonly(suggestions), ask, cancel }
}

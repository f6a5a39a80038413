import { useApi } from '~/composables/useApi'

/** Figures of some days; nothing of them is needed for the first paint. `path` names whose. */
export function useAnalytics<Figures>(path: () => string, days?: () => number) {
  const api = useApi()
  const key = computed(() => `analytics:${path()}:${days?.() ?? ''}`)
  const { data, error, status, refresh } = useAsyncData(
    key,
    () => api<Figures>(path(), days && { query: { days: days() } }),
    { lazy: true, server: false },
  )
  return {
    figures: computed(() => data.value ?? null),
    error,
    isLoading: computed(() => !data.value && !error.value && status.value !== 'success'),
    refresh,
  }
}

import type { ExperienceView } from '#shared/experience'
import { useApi } from '~/composables/useApi'

/** What playing was like over the last `hours`, for admins. What is shown stays until the next has come. */
export function useExperience(hours: Ref<number>) {
  const api = useApi()
  const { data, error, refresh } = useAsyncData(
    () => `experience:${hours.value}`,
    () => api<ExperienceView>('/api/admin/experience', { query: { hours: hours.value } }),
    { lazy: true },
  )
  const experience = computed<ExperienceView | undefined>((before) => data.value ?? before)
  return { experience, error, refresh }
}

import type {
  QueueOfView,
  RecommendationReportView,
  RecommendationSettings,
  RecommendationSettingsView,
  ReplayView,
} from '#shared/recommendations'
import { useApi } from '~/composables/useApi'

const BASE = '/api/admin/recommendations'
/** A replay is under way: looked at again so often. */
const LOOK_MS = 1000

/** What the recommendations of the site came to, for admins. What is shown stays until the next has come. */
export function useRecommendationReport(days: Ref<number>) {
  const api = useApi()
  const { data, error, refresh } = useAsyncData(
    () => `recommendations:${days.value}`,
    () => api<RecommendationReportView>(BASE, { query: { days: days.value } }),
    { lazy: true, server: false },
  )
  const report = computed<RecommendationReportView | undefined>((before) => data.value ?? before)
  return { report, error, refresh }
}

/** The rules; `save` rejects with ApiError. */
export function useRecommendationSettings() {
  const api = useApi()
  const { data, error, refresh } = useAsyncData(
    'recommendation-settings',
    () => api<RecommendationSettingsView>(`${BASE}/settings`),
    { lazy: true, server: false },
  )
  async function save(settings: RecommendationSettings): Promise<void> {
    data.value = await api<RecommendationSettingsView>(`${BASE}/settings`, { method: 'PUT', body: settings })
  }
  return { settings: data, error, refresh, save }
}

/** The replay that was asked for last; it is followed by itself while it runs. `ask` and `cancel` reject with ApiError. */
export function useReplay() {
  const api = useApi()
  const replay = ref<ReplayView | null>(null)
  let timer: ReturnType<typeof setTimeout> | undefined

  async function load(): Promise<void> {
    take(await api<ReplayView>(`${BASE}/replay`))
  }
  async function ask(settings: RecommendationSettings): Promise<void> {
    take(await api<ReplayView>(`${BASE}/replay`, { method: 'POST', body: settings }))
  }
  async function cancel(): Promise<void> {
    take(await api<ReplayView>(`${BASE}/replay`, { method: 'DELETE' }))
  }
  function take(answer: ReplayView): void {
    replay.value = answer
    clearTimeout(timer)
    // a look that fails is made again: the job goes on without it
    const look = () => void load().catch(() => (timer = setTimeout(look, 5 * LOOK_MS)))
    if (answer.state === 'waiting' || answer.state === 'running') timer = setTimeout(look, LOOK_MS)
  }
  onBeforeUnmount(() => clearTimeout(timer))

  return { replay: readonly(replay), load, ask, cancel }
}

/** What stands in somebody's queue. Rejects with ApiError. */
export function useQueueOf() {
  const api = useApi()
  return (username: string, topic: string) =>
    api<QueueOfView>(`/api/admin/queues/${encodeURIComponent(username)}`, { query: { topic } })
}

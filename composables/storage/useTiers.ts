import type { TierForecastView, TierSettings, TierSettingsView, TiersView } from '#shared/tiers'
import { useApi } from '~/composables/useApi'

const FORECAST_DAYS = 30
/** A forecast is being made: looked at again so often. */
const LOOK_MS = 3000

/** Sizes of the storage tiers over the last `days`, for admins. What is shown stays until the next has come. */
export function useTiers(days: Ref<number>) {
  const api = useApi()
  const { data, error, refresh } = useAsyncData(
    () => `tiers:${days.value}`,
    () => api<TiersView>('/api/admin/tiers', { query: { days: days.value } }),
    { lazy: true, server: false },
  )
  const tiers = computed<TiersView | undefined>((before) => data.value ?? before)
  return { tiers, error, refresh }
}

/** What the rules will do within 30 days; asked again by itself while the server is still working it out. */
export function useForecast() {
  const api = useApi()
  const { data, error, refresh } = useAsyncData(
    'tier-forecast',
    () => api<TierForecastView>('/api/admin/tiers/forecast', { query: { days: FORECAST_DAYS } }),
    { lazy: true, server: false },
  )
  let timer: ReturnType<typeof setTimeout> | undefined
  watch(data, (forecast) => {
    clearTimeout(timer)
    if (forecast && (!forecast.madeAt || forecast.isStale)) timer = setTimeout(() => void refresh(), LOOK_MS)
  })
  onBeforeUnmount(() => clearTimeout(timer))
  return { forecast: data, error, refresh }
}

/** The rules; `save` rejects with ApiError. */
export function useTierSettings() {
  const api = useApi()
  const { data, error, refresh } = useAsyncData(
    'tier-settings',
    () => api<TierSettingsView>('/api/admin/tiers/settings'),
    { lazy: true, server: false },
  )

  async function save(settings: TierSettings): Promise<void> {
    data.value = await api<TierSettingsView>('/api/admin/tiers/settings', { method: 'PUT', body: settings })
  }

  return { settings: data, error, refresh, save }
}

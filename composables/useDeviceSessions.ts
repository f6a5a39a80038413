import type { DeviceSessionView } from '#shared/accounts'
import type { Page } from '#shared/common'
import { useApi } from '~/composables/useApi'

/** Where the person is logged in. */
export function useDeviceSessions() {
  const api = useApi()
  const { data, error, refresh } = useAsyncData('device-sessions', () =>
    api<Page<DeviceSessionView>>('/api/me/sessions'),
  )

  async function revoke(ids: readonly string[]): Promise<void> {
    try {
      for (const id of ids) await api(`/api/me/sessions/${encodeURIComponent(id)}`, { method: 'DELETE' })
    } finally {
      await refresh()
    }
  }

  return { sessions: computed(() => data.value?.items ?? null), error, refresh, revoke }
}

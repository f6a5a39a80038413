import type { DeviceSessionView } from '#shared/accounts'
import type { Page } from '#shared/common'
import { useApi } from '~/composables/useApi'

/** Where the person is logged in. */
export function useDeviceSessions() {
  const api = useApi()
  // in the browser only: an unawaited load on the server shifts the ids that tie labels to inputs (vuejs useId), and a
  // label that points nowhere leaves its field without a name
  const { data, error, refresh } = useAsyncData(
    'device-sessions',
    () => api<Page<DeviceSessionView>>('/api/me/sessions'),
    { server: false },
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

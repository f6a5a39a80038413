import type { ShareBody } from '#shared/relationships'
import type { ShareView } from '#shared/sharing'
import { useApi } from '~/composables/useApi'
import { usePages } from '~/composables/usePages'

/** What connections sent to the person looking. */
export function useShares() {
  return usePages<ShareView>('/api/shares', { server: false })
}

/** Both reject with ApiError. */
export function useShareActions() {
  const api = useApi()
  return {
    share: (body: ShareBody) => api<ShareView>('/api/shares', { method: 'POST', body }),
    remove: (id: string) => api(`/api/shares/${id}`, { method: 'DELETE' }),
  }
}

import type { CreateTokenBody, NewTokenView, TokenView } from '#shared/accounts'
import type { Page } from '#shared/common'
import type { z } from 'zod'
import { useApi } from '~/composables/useApi'

/** The person's API tokens. What `create` resolves with is shown this once. */
export function useApiTokens() {
  const api = useApi()
  // in the browser only, as useDeviceSessions says
  const { data, error, refresh } = useAsyncData('api-tokens', () => api<Page<TokenView>>('/api/me/tokens'), {
    server: false,
  })

  async function create(body: CreateTokenBody): Promise<string> {
    const created = await api<z.infer<typeof NewTokenView>>('/api/me/tokens', { method: 'POST', body })
    await refresh()
    return created.token
  }

  async function revoke(id: string): Promise<void> {
    await api(`/api/me/tokens/${encodeURIComponent(id)}`, { method: 'DELETE' })
    await refresh()
  }

  return { tokens: computed(() => data.value?.items ?? null), error, refresh, create, revoke }
}

import type { z } from 'zod'
import type { ProfileView } from '#shared/profiles'
import type { ConnectionView, FollowView, RelationshipView } from '#shared/relationships'
import { useApi } from '~/composables/useApi'

export type Connection = z.infer<typeof ConnectionView>

/** Somebody's profile, for their own page. */
export function useProfile(username: MaybeRefOrGetter<string>) {
  const api = useApi()
  const key = computed(() => `profile:${toValue(username)}`)
  const answer = useAsyncData(key, () => api<ProfileView>(pathOf(toValue(username))), { lazy: true })
  return { profile: answer.data, error: answer.error, refresh: answer.refresh, answer }
}

/** What somebody is to the person looking; null for guests and for oneself. In the browser only: it is never in the first paint. */
export function useConnection(username: MaybeRefOrGetter<string>) {
  const api = useApi()
  const key = computed(() => `connection:${toValue(username)}`)
  const { data } = useAsyncData(
    key,
    async () => (await api<ProfileView>(pathOf(toValue(username)))).connection,
    { lazy: true, server: false },
  )
  return { connection: data }
}

/** What people do to each other. All reject with ApiError. */
export function usePeopleActions() {
  const api = useApi()
  const relate = (username: string, action: 'request' | 'block') =>
    api<RelationshipView>('/api/relationships', { method: 'POST', body: { username, action } })
  return {
    setFollow: (username: string, isFollowing: boolean) =>
      api<z.infer<typeof FollowView>>(`${pathOf(username)}/follow`, {
        method: isFollowing ? 'POST' : 'DELETE',
      }),
    request: (username: string) => relate(username, 'request'),
    block: (username: string) => relate(username, 'block'),
    answer: (id: string, status: 'accepted' | 'declined') =>
      api<RelationshipView>(`/api/relationships/${id}`, { method: 'PATCH', body: { status } }),
    /** Cancels a request, ends a connection, or unblocks. */
    end: (id: string) => api(`/api/relationships/${id}`, { method: 'DELETE' }),
  }
}

/** The row that the server answered with, as a state of the two. */
export function stateOf(row: RelationshipView): Omit<Connection, 'isFollowing'> {
  const relationshipId = row.id
  if (row.status === 'accepted') return { state: 'connected', relationshipId }
  if (row.status === 'blocked') return { state: 'blocked', relationshipId }
  if (row.status === 'declined') return { state: 'none', relationshipId: null }
  return { state: row.isMine ? 'requested' : 'asked', relationshipId }
}

function pathOf(username: string): string {
  return `/api/users/${encodeURIComponent(username)}`
}

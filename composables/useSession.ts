import type { MeView, SessionView } from '#shared/accounts'
import { forgetKept } from '~/composables/forget-kept'
import { useApi } from '~/composables/useApi'

/** Who is looking, shared by the whole app. `load` asks once, `refresh` asks again (after logging in or out). */
export function useSession() {
  const api = useApi()
  const session = useState<SessionView | null>('session', () => null)
  const user = computed<MeView | null>(() => session.value?.user ?? null)

  async function refresh(): Promise<void> {
    session.value = await api<SessionView>('/api/auth/session')
  }

  async function load(): Promise<void> {
    if (session.value) return
    // a page still shows as for a guest while accounts are away; what it fetches itself says what is wrong
    await refresh().catch(() => undefined)
  }

  /** What is known of the person's changes from an answer, without asking again. */
  function change(changes: Partial<MeView>): void {
    if (session.value?.user) session.value = { ...session.value, user: { ...session.value.user, ...changes } }
  }

  /** Ends on a fresh page: nothing of this person's stays in the tab's memory, and the server gives a guest session. */
  async function logOut(): Promise<void> {
    await api('/api/auth/logout', { method: 'POST' })
    await forgetKept()
    await navigateTo('/', { external: true })
  }

  return { user, isSignedIn: computed(() => user.value !== null), load, refresh, change, logOut }
}

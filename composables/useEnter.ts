import { returnPath } from '~/composables/return-path'
import { useSession } from '~/composables/useSession'

/** After a session began: forgets what was loaded as a guest and goes where the person was heading. */
export function useEnter() {
  const { refresh } = useSession()
  const route = useRoute()

  return async (): Promise<void> => {
    await refresh()
    clearNuxtData()
    await navigateTo(returnPath(route.query.next), { replace: true })
  }
}

import { returnPath } from '~/composables/return-path'
import { useSession } from '~/composables/useSession'

/**
 * After a session began: forgets what was loaded as a guest and goes where the person was heading; who is new here sees
 * the welcome first, this once.
 */
export function useEnter() {
  const { user, refresh } = useSession()
  const route = useRoute()

  return async (): Promise<void> => {
    await refresh()
    clearNuxtData()
    const isNew = user.value?.onBoardingStatus === 'new' && route.name === 'verify'
    const next = { name: 'welcome', query: route.query } as const
    await navigateTo(isNew ? next : returnPath(route.query.next), { replace: true })
  }
}

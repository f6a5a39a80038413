import type { MeView, OnboardingBody, PersonView } from '#shared/accounts'
import type { Page } from '#shared/common'
import { useApi } from '~/composables/useApi'
import { useSession } from '~/composables/useSession'

export const STEPS = ['topics', 'people', 'preferences'] as const satisfies readonly OnboardingBody['step'][]

/** The three steps after signing up; which one is next is known to the server, so any device takes them up. */
export function useOnboarding() {
  const api = useApi()
  const { user, change } = useSession()
  const step = computed(() => STEPS.find((name) => name === user.value?.onBoardingStatus) ?? STEPS[0])
  const isDone = computed(() => user.value?.onBoardingStatus === 'done')

  async function take(body: { step: OnboardingBody['step']; isSkipped?: boolean; topics?: string[] }) {
    change(await api<MeView>('/api/me/onboarding', { method: 'POST', body }))
  }

  async function findPeople(): Promise<PersonView[]> {
    return (await api<Page<PersonView>>('/api/people/suggestions')).items
  }

  async function follow({ username }: PersonView, isFollowed: boolean): Promise<void> {
    const method = isFollowed ? 'POST' : 'DELETE'
    await api(`/api/users/${encodeURIComponent(username)}/follow`, { method })
  }

  return { step, isDone, take, findPeople, follow }
}

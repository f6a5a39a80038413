import type { ResumeView } from '#shared/engagement'
import { useApi } from '~/composables/useApi'
import { useSession } from '~/composables/useSession'

/**
 * Where somebody who is signed in goes on with a video, on whatever device they were; null for guests, whose browser
 * knows, and where the server does not. `isKnown` before there is something to play would make the player jump.
 */
export function useServerResume(videoId: MaybeRefOrGetter<string | undefined>) {
  const api = useApi()
  const { isSignedIn } = useSession()
  const { data, status } = useAsyncData(
    computed(() => `resume:${toValue(videoId) ?? ''}`),
    async () => {
      const id = toValue(videoId)
      return id && isSignedIn.value ? api<ResumeView>(`/api/videos/${id}/resume`) : null
    },
    { lazy: true },
  )
  return {
    resumeAt: computed(() => (data.value?.updatedAt ? data.value.positionSeconds : null)),
    isKnown: computed(() => !isSignedIn.value || status.value === 'success' || status.value === 'error'),
  }
}

import type { PathView } from '#shared/learning'
import { useApi } from '~/composables/useApi'
import { useTopics } from '~/composables/useTopics'
import { ApiError } from '~/composables/api-error'

/** The learning path of a topic, by its combinedTopicName. Missing topics are an ApiError of 404. */
export function useLearningPath(name: string) {
  const api = useApi()
  const { topics, load } = useTopics()
  const answer = useAsyncData(
    `path:${name}`,
    async () => {
      await load()
      const topic = topics.value.find((each) => each.combinedTopicName === name)
      if (!topic) throw new ApiError(404)
      return api<PathView>(`/api/topics/${topic.id}/path`)
    },
    { lazy: true },
  )
  return { path: answer.data, error: answer.error, refresh: answer.refresh, answer }
}

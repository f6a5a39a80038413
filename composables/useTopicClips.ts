import type { ClipView } from '#shared/clips'
import { usePages } from '~/composables/usePages'

/** The clips of a topic and its subtopics, newest first, page after page. */
export function useTopicClips(topic: string) {
  const { items: clips, ...pages } = usePages<ClipView>('/api/clips', { query: { topic, limit: 12 } })
  return { ...pages, clips }
}

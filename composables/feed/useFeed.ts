import type { FeedItem, FeedPage } from '#shared/feed'
import { withoutDismissed, type Dismissals } from '~/composables/feed/dismissed-items'
import { keyOf } from '~/composables/feed/item-key'
import { useApi } from '~/composables/useApi'
import { usePagedAnswer } from '~/composables/usePagedAnswer'

/** Small, as the first of them come with the page. */
const PAGE_SIZE = 10

interface FeedOptions {
  /** combinedTopicName; null over all topics. */
  topic(): string | null
  /** With what was seen before. */
  isAgain(): boolean
  dismissals(): Dismissals
}

/** One sequence of the feed, page after page. */
export function useFeed({ topic, isAgain, dismissals }: FeedOptions) {
  const api = useApi()
  const path = computed(() => pathOf(topic()))
  const fetchPage = (cursor?: string) => {
    const from = cursor ? { cursor } : isAgain() ? { again: 'true' } : {}
    return api<FeedPage>(path.value, { query: { limit: PAGE_SIZE, ...from } })
  }
  const key = computed(() => `feed:${path.value}${isAgain() ? ':again' : ''}`)
  const { answer, items, ...list } = usePagedAnswer<FeedItem, FeedPage>({ key, fetchPage, keyOf })

  return {
    ...list,
    items: computed(() => withoutDismissed(items.value, dismissals())),
    /** What stands after the last item; null while there is more. */
    end: computed(() => (answer.value?.nextCursor === null ? answer.value.end : null)),
  }
}

function pathOf(topic: string | null): string {
  if (topic === null) return '/api/feed'
  // it comes from the address: whatever somebody wrote there stays within this path
  return `/api/feed/topics/${topic.split('/').map(encodeURIComponent).join('/')}`
}

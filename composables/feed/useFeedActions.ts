import type { FeedItem } from '#shared/feed'
import { useReaction } from '~/composables/engagement/useReaction'
import { useSession } from '~/composables/useSession'
import type { Reaction } from '#shared/engagement'

/** What one can do with an item. Guests are led to log in, and come back to the feed. `onChange`: the item as it is then. */
export function useFeedActions(item: () => FeedItem, onChange: (changed: FeedItem) => void) {
  const { isSignedIn } = useSession()
  const route = useRoute()
  const toast = useToast()
  const { t } = useI18n()

  const { counters, toggle } = useReaction(
    () => item().item,
    (error) => toast.add({ title: t('feed.notSaved'), description: error.message, color: 'error' }),
  )
  // a row far away is taken down and built again: what it shows then comes from the list
  watch(counters, (now) => onChange(withCounters(item(), now)))

  function react(reaction: Reaction): void {
    if (isSignedIn.value) toggle(reaction)
    else logIn()
  }

  /** Never takes a like back: a second double tap means the same as the first. */
  function like(): void {
    if (counters.value.myReaction !== 'like') react('like')
  }

  function logIn(): void {
    void navigateTo({ name: 'login', query: { next: route.fullPath } })
  }

  return { counters, react, like }
}

function withCounters(item: FeedItem, counters: object): FeedItem {
  return { ...item, item: { ...item.item, ...counters } }
}

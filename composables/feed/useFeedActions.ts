import type { CountersView, Reaction } from '#shared/engagement'
import type { FeedItem } from '#shared/feed'
import type { ApiError } from '~/composables/api-error'
import { useReaction } from '~/composables/engagement/useReaction'
import { useSave } from '~/composables/engagement/useSave'
import { useSession } from '~/composables/useSession'

/** What one can do with an item. Guests are led to log in, and come back to the feed. `onChange`: the item as it is then. */
export function useFeedActions(item: () => FeedItem, onChange: (changed: FeedItem) => void) {
  const { isSignedIn } = useSession()
  const route = useRoute()
  const toast = useToast()
  const { t } = useI18n()

  const say = (error: ApiError) =>
    toast.add({ title: t('feed.notSaved'), description: error.message, color: 'error' })

  const { counters, toggle } = useReaction(() => item().item, say)
  const { isSaved, toggle: toggleSave } = useSave(() => item().item, say)
  // a row far away is taken down and built again: what it shows then comes from the list
  watch(counters, (now) => onChange(changed(item(), now)))
  watch(isSaved, (now) => onChange(changed(item(), { isSaved: now })))

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

  function save(): void {
    if (isSignedIn.value) toggleSave()
    else logIn()
  }

  return { counters, isSaved, react, like, save }
}

function changed(item: FeedItem, change: Partial<CountersView & { isSaved: boolean }>): FeedItem {
  return { ...item, item: { ...item.item, ...change } }
}

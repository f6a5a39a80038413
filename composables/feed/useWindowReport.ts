import type { FEED_WINDOW, FeedItem, FeedThing } from '#shared/feed'
import { useApi } from '~/composables/useApi'
import { keyOf, thingOf } from './item-key'

/** The value itself would bring the whole contract and its schemas into the first page. */
const WINDOW: typeof FEED_WINDOW = 5
/** Who swipes on at once is not told of. */
const SETTLE_MS = 800

/** Tells the server what is kept ready here, the one that plays first, so that storage has it at hand. */
export function useWindowReport(items: () => readonly FeedItem[], index: Readonly<Ref<number>>) {
  const api = useApi()
  let timer: ReturnType<typeof setTimeout> | undefined
  let told = ''

  function tell(): void {
    const window = windowOf(items(), index.value)
    const key = JSON.stringify(window)
    if (window.length === 0 || key === told) return
    told = key
    // storage that is not warmed is slower, and no more
    api('/api/feed/window', { method: 'POST', body: { items: window } }).catch(() => undefined)
  }

  onMounted(() =>
    watch(
      () => windowKey(items(), index.value),
      () => {
        clearTimeout(timer)
        timer = setTimeout(tell, SETTLE_MS)
      },
      { immediate: true },
    ),
  )
  onBeforeUnmount(() => clearTimeout(timer))
}

/** The current item, then those ahead, then those behind. */
function windowOf(items: readonly FeedItem[], index: number): FeedThing[] {
  const ahead = items.slice(index, index + WINDOW + 1)
  const behind = items.slice(Math.max(0, index - WINDOW), index)
  return [...ahead, ...behind.reverse()].map(thingOf)
}

function windowKey(items: readonly FeedItem[], index: number): string {
  return items.slice(Math.max(0, index - WINDOW), index + WINDOW + 1).map(keyOf).join() + index
} // prettier-ignore

import type { FeedItem } from '#shared/feed'
import { readPreferences } from '~/composables/player/player-preferences'
import { usePreferences } from '~/composables/usePreferences'
import { linesAt, parseCues, type CaptionCue } from './caption-cues'

/** Captions of the item that plays: fetched once they are to be seen, and read by us, so that the page can lay them out. */
export function useFeedCaptions(item: () => FeedItem | undefined, isMuted: () => boolean) {
  const { preferences } = usePreferences()
  const { locale } = useI18n()
  const cues = shallowRef<CaptionCue[]>([])

  const isWanted = () => {
    const { captions } = preferences.value
    return captions === 'always' || (captions === 'muted' && isMuted())
  }

  /** The language chosen last in a player, else that of the page, else whatever there is. */
  function url(): string | null {
    const all = item()?.item.captions ?? []
    const wishes = [readPreferences().captions, locale.value]
    const found = wishes.map((wish) => all.find(({ language }) => language === wish)).find(Boolean)
    return (found ?? all[0])?.url ?? null
  }

  onMounted(() =>
    watch(
      () => (isWanted() ? url() : null),
      async (wanted, _, onCleanup) => {
        cues.value = []
        if (!wanted) return
        const controller = new AbortController()
        onCleanup(() => controller.abort())
        const text = await fetchText(wanted, controller.signal)
        if (!controller.signal.aborted) cues.value = parseCues(text)
      },
      { immediate: true },
    ),
  )

  return { linesAt: (seconds: number) => linesAt(cues.value, seconds) }
}

/** Without captions it plays all the same. */
async function fetchText(url: string, signal: AbortSignal): Promise<string> {
  try {
    const response = await fetch(url, { signal, priority: 'low' })
    return response.ok ? await response.text() : ''
  } catch {
    return ''
  }
}

import { parseStoryboard, tileAt, type StoryboardTile } from './storyboard'

/** Small pictures along the seek bar; fetched when first wanted, absent without a word when it cannot be had. */
export function useStoryboard(url: () => string | null) {
  const tiles = shallowRef<StoryboardTile[]>([])
  let wanted: string | null = null

  async function load(): Promise<void> {
    const from = url()
    if (!from || from === wanted) return
    wanted = from
    const vtt = await $fetch<string>(from, { responseType: 'text' }).catch(() => '')
    if (wanted === from) tiles.value = parseStoryboard(vtt, new URL(from, location.href).href)
  }

  return { load, at: (seconds: number) => tileAt(tiles.value, seconds) }
}

/** Full screen for the player with its controls; on phones that only allow a bare video, for that. */
export function useFullscreen(container: Readonly<Ref<HTMLElement | null>>) {
  const isFullscreen = ref(false)
  const follow = () => (isFullscreen.value = document.fullscreenElement === container.value)

  async function toggle(): Promise<void> {
    if (document.fullscreenElement) return document.exitFullscreen()
    const element = container.value
    // the browser may refuse (no click before, or an embedding page forbids it): then the size stays
    if (element?.requestFullscreen) await element.requestFullscreen().catch(() => undefined)
    else enterOnPhone(element)
  }

  onMounted(() => document.addEventListener('fullscreenchange', follow))
  onBeforeUnmount(() => document.removeEventListener('fullscreenchange', follow))
  return { isFullscreen, toggle }
}

/** Safari on iPhone knows full screen for media elements alone. */
function enterOnPhone(container: HTMLElement | null): void {
  const media: (HTMLVideoElement & { webkitEnterFullscreen?: () => void }) | null | undefined =
    container?.querySelector('video')
  media?.webkitEnterFullscreen?.()
}

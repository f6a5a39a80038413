/** Long enough that a quick flick through many items says only where it ended. */
const SETTLED_MS = 700

/** Words for a polite live region. */
export function useAnnouncement() {
  const announcement = ref('')
  let timer: ReturnType<typeof setTimeout> | undefined

  function announce(words: string): void {
    clearTimeout(timer)
    timer = setTimeout(() => (announcement.value = words), SETTLED_MS)
  }

  onBeforeUnmount(() => clearTimeout(timer))
  return { announcement, announce }
}

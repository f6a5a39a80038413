import { useWindowEvent } from '~/composables/useWindowEvent'

interface PageLife {
  /** Shown or hidden: another tab, another app. */
  onVisibility(): void
  onOnline(): void
  onLeave(): void
  /** Back from the browser's memory of pages. */
  onReturn(): void
}

/** What becomes of the page as a whole while it is open. */
export function usePageLife({ onVisibility, onOnline, onLeave, onReturn }: PageLife): void {
  useWindowEvent('online', onOnline)
  useWindowEvent('pagehide', onLeave)
  useWindowEvent('pageshow', ({ persisted }) => persisted && onReturn())
  onMounted(() => document.addEventListener('visibilitychange', onVisibility))
  onBeforeUnmount(() => document.removeEventListener('visibilitychange', onVisibility))
}

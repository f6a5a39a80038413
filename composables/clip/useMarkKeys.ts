import { useShortcuts } from '~/composables/useShortcuts'

const TYPING = 'input, textarea, select, [contenteditable=""], [contenteditable="true"], [role="dialog"]'

/**
 * `[` and `]` mark the ends of a clip for as long as the component lives, but for where someone types, and for people
 * who turned shortcuts of a single key off.
 */
export function useMarkKeys({ markStart, markEnd }: { markStart(): void; markEnd(): void }): void {
  const { isOn } = useShortcuts()

  function onKey(event: KeyboardEvent): void {
    if (!isOn.value || event.defaultPrevented || event.ctrlKey || event.metaKey) return
    if (event.target instanceof HTMLElement && event.target.closest(TYPING)) return
    if (event.key === '[') markStart()
    else if (event.key === ']') markEnd()
    else return
    event.preventDefault()
  }
  onMounted(() => document.addEventListener('keydown', onKey))
  onBeforeUnmount(() => document.removeEventListener('keydown', onKey))
}

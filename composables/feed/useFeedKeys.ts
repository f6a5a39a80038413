import { feedCommandFor, type FeedCommand } from '~/composables/feed/feed-keys'
import { isCharacterKey, useShortcuts } from '~/composables/useShortcuts'

const TYPING = 'input, textarea, select, [contenteditable=""], [contenteditable="true"]'
/** They have keys of their own. */
const OWN_KEYS = '[role="dialog"], [role="menu"], [role="listbox"], [role="radiogroup"], dialog'
/** Space and Enter on them are theirs. */
const PRESSED = 'button, a, summary, [role="button"]'

/** Keys of the whole page drive the feed, but for what somebody types and what other controls answer to. */
export function useFeedKeys(isOn: () => boolean, run: (command: FeedCommand) => void) {
  const shortcuts = useShortcuts()

  function onKey(event: KeyboardEvent): void {
    if (event.defaultPrevented || !isOn()) return
    if (isCharacterKey(event.key) && !shortcuts.isOn.value) return
    const command = feedCommandFor(event)
    if (!command || isForAnother(event)) return
    event.preventDefault()
    run(command)
  }

  function isForAnother(event: KeyboardEvent): boolean {
    const target = event.target instanceof HTMLElement ? event.target : document.body
    if (target.closest(TYPING) || target.closest(OWN_KEYS)) return true
    return event.key === ' ' && Boolean(target.closest(PRESSED))
  }

  onMounted(() => document.addEventListener('keydown', onKey))
  onBeforeUnmount(() => document.removeEventListener('keydown', onKey))
}

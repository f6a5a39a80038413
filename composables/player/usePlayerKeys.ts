import { isCharacterKey, useShortcuts } from '~/composables/useShortcuts'
import { commandForKey, type PlayerCommand } from './keyboard'

/** Only where the player has the focus: elsewhere these keys scroll the page. */
const PAGE_KEYS = ['ArrowUp', 'ArrowDown', 'Home', 'End']
const TYPING = 'input:not([type="range"]), textarea, select, [contenteditable=""], [contenteditable="true"]'
/** They have keys of their own. */
const OWN_KEYS =
  '[role="dialog"], [role="menu"], [role="listbox"], [role="slider"], [role="radiogroup"], [role="tablist"], input[type="range"]'

/**
 * Keys of the whole page drive the player, but for what someone types and what other controls answer to. `run` says
 * whether there was anything to do: a key that does nothing stays the browser's.
 */
export function usePlayerKeys(
  container: Readonly<Ref<HTMLElement | null>>,
  run: (command: PlayerCommand) => boolean,
) {
  const { isOn } = useShortcuts()

  function onKey(event: KeyboardEvent): void {
    if (event.defaultPrevented || event.isComposing) return
    const command = commandForKey(event, isMac())
    if (!command || !isForPlayer(event)) return
    if (run(command)) event.preventDefault()
  }

  function isForPlayer(event: KeyboardEvent): boolean {
    const hasModifier = event.altKey || event.ctrlKey
    if (!isOn.value && isCharacterKey(event.key) && !hasModifier) return false
    const target = event.target instanceof HTMLElement ? event.target : document.body
    if (target.closest(TYPING)) return false
    // a slider, say, knows arrows; it knows no letters
    if (
      target.closest(OWN_KEYS) &&
      !(isCharacterKey(event.key) && target.closest('[role="slider"], input[type="range"]'))
    )
      return false
    // Space on a focused button or link is that button's
    if (event.key === ' ' && target.closest('button, a, summary, [role="button"]')) return false
    return !PAGE_KEYS.includes(event.key) || Boolean(container.value?.contains(target))
  }

  onMounted(() => document.addEventListener('keydown', onKey))
  onBeforeUnmount(() => document.removeEventListener('keydown', onKey))
}

function isMac(): boolean {
  return /^Mac/.test(navigator.platform)
}

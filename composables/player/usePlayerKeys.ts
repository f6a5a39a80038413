import { commandForKey, type PlayerCommand } from './keyboard'

/** Only where the player has the focus: elsewhere these keys scroll the page. */
const FOCUSED_ONLY: readonly PlayerCommand['kind'][] = ['changeVolume']
const TYPING = 'input, textarea, select, [contenteditable=""], [contenteditable="true"]'
/** They have keys of their own. */
const OWN_KEYS = '[role="dialog"], [role="menu"], [role="listbox"], [role="slider"]'

/** Keys of the whole page drive the player, but for what someone types and what other controls answer to. */
export function usePlayerKeys(
  container: Readonly<Ref<HTMLElement | null>>,
  run: (command: PlayerCommand) => void,
) {
  function onKey(event: KeyboardEvent): void {
    if (event.defaultPrevented) return
    const command = commandForKey(event)
    if (!command || !isForPlayer(event, command)) return
    event.preventDefault()
    run(command)
  }

  function isForPlayer(event: KeyboardEvent, command: PlayerCommand): boolean {
    const target = event.target instanceof HTMLElement ? event.target : document.body
    if (target.closest(TYPING) || target.closest(OWN_KEYS)) return false
    // Space on a focused button or link is that button's
    if (event.key === ' ' && target.closest('button, a, summary, [role="button"]')) return false
    const isPageKey = FOCUSED_ONLY.includes(command.kind) || event.key === 'Home' || event.key === 'End'
    return !isPageKey || Boolean(container.value?.contains(target))
  }

  onMounted(() => document.addEventListener('keydown', onKey))
  onBeforeUnmount(() => document.removeEventListener('keydown', onKey))
}

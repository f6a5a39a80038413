import { readStored, writeStored } from '~/composables/player/stored'
import { usePreferences } from '~/composables/usePreferences'
import { useSession } from '~/composables/useSession'

const KEY = 'clipway:shortcuts'

/**
 * Whether single letters, digits and signs drive the page. A person's own setting goes with them; a guest's stays in
 * this browser.
 */
export function useShortcuts() {
  const { isSignedIn } = useSession()
  const { preferences, save } = usePreferences()
  const guestWish = useState<boolean>('guest-shortcuts', () => true)
  const isOn = computed(() => (isSignedIn.value ? preferences.value.shortcuts : guestWish.value))

  onMounted(() => (guestWish.value = readStored(KEY) !== false))

  /** Shown at once. Rejects with ApiError, and is put back, where it could not be kept. */
  async function turn(isWanted: boolean): Promise<void> {
    if (isSignedIn.value) return save({ shortcuts: isWanted })
    guestWish.value = isWanted
    writeStored(KEY, isWanted)
  }

  return { isOn, turn }
}

/** Space, arrows, Enter and the like have names of several letters: they are no character keys, and always work. */
export function isCharacterKey(key: string): boolean {
  return key.length === 1 && key !== ' '
}

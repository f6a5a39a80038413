import type { Preferences } from '#shared/accounts'
import { readStored, writeStored } from '~/composables/player/stored'
import { usePreferences } from '~/composables/usePreferences'
import { useSession } from '~/composables/useSession'

type Autoplay = Preferences['autoplay']

const KEY = 'clipway:autoplay'
export const AUTOPLAY_CHOICES = ['off', 'path', 'on'] as const satisfies readonly Autoplay[]

/** How far playing goes on by itself. A person's own setting goes with them; a guest's stays in this browser. */
export function useAutoplaySetting() {
  const { isSignedIn } = useSession()
  const { preferences, save } = usePreferences()
  const guestWish = useState<Autoplay>('guest-autoplay', () => 'on')
  const autoplay = computed(() => (isSignedIn.value ? preferences.value.autoplay : guestWish.value))

  onMounted(() => {
    const stored = readStored(KEY)
    guestWish.value = AUTOPLAY_CHOICES.find((choice) => choice === stored) ?? guestWish.value
  })

  /** Shown at once. Rejects with ApiError, and is put back, where it could not be kept. */
  async function choose(wish: Autoplay): Promise<void> {
    if (isSignedIn.value) return save({ autoplay: wish })
    guestWish.value = wish
    writeStored(KEY, wish)
  }

  return { autoplay, choose }
}

import type { Preferences } from '#shared/accounts'
import { DEFAULT_PREFERENCES } from '#shared/default-preferences'
import { useApi } from '~/composables/useApi'
import { useSession } from '~/composables/useSession'

/** How the person looking wants the site to be; the defaults for a guest. */
export function usePreferences() {
  const api = useApi()
  const { user, change } = useSession()
  const preferences = computed<Preferences>(() => user.value?.preferences ?? DEFAULT_PREFERENCES)
  /** For CSS (`data-motion` of the page): absent where the device's own setting counts. */
  const motion = computed(() => MOTIONS[preferences.value.reducedMotion])

  /** Shown at once, and put back when it could not be kept. */
  async function save(changed: Partial<Preferences>): Promise<void> {
    const before = preferences.value
    const body = { ...before, ...changed }
    change({ preferences: body })
    try {
      await api('/api/me/preferences', { method: 'PUT', body })
    } catch (cause) {
      change({ preferences: before })
      throw cause
    }
  }

  return { preferences, motion, save }
}

const MOTIONS = { on: 'reduced', off: 'full', system: undefined } as const

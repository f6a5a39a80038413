import { useSession } from '~/composables/useSession'
import { holdsCopies } from './vault-marker'

/**
 * Whether this browser keeps copies that its signed-in person could give back; known once the page stands, so that
 * nothing of the vault is loaded before, and elsewhere never.
 */
export function useHoldsCopies() {
  const { user } = useSession()
  const isHolding = ref(false)
  /** Who was signed in when the page came: somebody else has logged in since. */
  const startedAs = useState('started-as', () => user.value?.id ?? null)
  if (import.meta.client) onNuxtReady(() => (isHolding.value = holdsCopies()))
  return {
    isHolding: readonly(isHolding),
    hasJustLoggedIn: computed(() => user.value !== null && user.value.id !== startedAs.value),
  }
}

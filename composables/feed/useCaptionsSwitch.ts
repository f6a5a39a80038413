import { useAttempt } from '~/composables/useAttempt'
import { usePreferences } from '~/composables/usePreferences'
import { useSession } from '~/composables/useSession'

/** Turns captions on and off by hand. A person's choice is kept; a guest's hides them until the page is left. */
export function useCaptionsSwitch(isMuted: () => boolean) {
  const { isSignedIn } = useSession()
  const { preferences, save } = usePreferences()
  const { attempt } = useAttempt()
  const { t } = useI18n()
  const areHidden = ref(false)

  const isOn = computed(() => {
    const { captions } = preferences.value
    return !areHidden.value && (captions === 'always' || (captions === 'muted' && isMuted()))
  })

  function toggle(): void {
    if (!isSignedIn.value) areHidden.value = !areHidden.value
    else void attempt(t('feed.notSaved'), save.bind(null, { captions: isOn.value ? 'never' : 'always' }))
  }

  return { isOn, toggle }
}

import { useCountdown } from '~/composables/useCountdown'
import { nextUp } from './next-up'
import type { Playing } from './now-playing'
import { useAutoplaySetting } from './useAutoplaySetting'

const COUNTDOWN_SECONDS = 8
/** Whoever writes, answers or chooses something is not led away from it. */
const BUSY = 'input, textarea, select, [contenteditable="true"], [role="dialog"], [role="menu"]'

/** Counts down to what comes next once the end is reached; `offer` is null where nothing comes by itself. */
export function useUpNext(playing: Playing, isAsked: () => boolean) {
  const router = useRouter()
  const { autoplay } = useAutoplaySetting()
  const { secondsLeft, start } = useCountdown()
  const { state } = playing.player
  const isCancelled = ref(false)
  const isCounting = ref(false)

  const next = computed(() =>
    nextUp({
      next: playing.next.value,
      autoplay: autoplay.value,
      isLooped: state.isLooped,
      isAsked: isAsked(),
    }),
  )
  const offer = computed(() => (isCounting.value && !isCancelled.value ? next.value : null))
  const isBusy = () =>
    Boolean(document.activeElement?.closest(BUSY) ?? document.querySelector('[role="dialog"]'))

  watch(
    // the next step of a path is known only once the end was told
    () => [state.isEnded, next.value !== null] as const,
    ([isEnded, hasNext]) => {
      if (!isEnded) {
        isCounting.value = false
        isCancelled.value = false
      } else if (hasNext && !isCounting.value && !isCancelled.value && !isBusy()) {
        isCounting.value = true
        start(COUNTDOWN_SECONDS)
      }
    },
  )
  watch(secondsLeft, (left) => {
    if (left > 0 || !offer.value) return
    if (isBusy()) isCancelled.value = true
    else go()
  })

  function go(): void {
    const step = offer.value ?? playing.next.value
    isCancelled.value = true
    if (step) void router.push(step.to)
  }

  return { offer, secondsLeft, go, cancel: () => (isCancelled.value = true) }
}

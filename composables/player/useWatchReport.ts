import type { MasteryLevel, NextStepView } from '#shared/learning'
import { WatchReporter, type WatchedThing } from '~/composables/player/watch-reporter'
import { useApi } from '~/composables/useApi'
import type { Player } from '~/composables/usePlayer'
import { useSession } from '~/composables/useSession'

export type { WatchedThing }

/**
 * Tells the server what is played: a view once two seconds were seen, then every ten seconds, at each pause, at the
 * end, and when the page goes. Of guests only the view is told.
 * @returns what the end of a clip was answered with
 */
export function useWatchReport(player: Player, thing: () => WatchedThing | null | undefined) {
  const api = useApi()
  const { isSignedIn } = useSession()
  const level = ref<MasteryLevel | null>(null)
  const next = ref<NextStepView | null>(null)
  const reporter = new WatchReporter(
    {
      api,
      isSignedIn: () => isSignedIn.value,
      onAnswer(answer) {
        level.value = answer.level ?? level.value
        next.value = answer.next ?? next.value
      },
    },
    thing,
  )
  let isEndTold = false

  function look(): void {
    const { currentTime, isPlaying, hasStarted } = player.state
    if (hasStarted) reporter.look(currentTime + (thing()?.offset ?? 0), isPlaying)
  }

  const tellLeaving = () => reporter.tellLeaving(player.state.isEnded)

  function onVisibility(): void {
    // a phone may end a hidden page without another word
    if (document.visibilityState === 'hidden') void reporter.tell()
  }

  watch(() => player.state.currentTime, look)
  watch(
    () => player.state.isPlaying,
    (isPlaying) => {
      look()
      if (isPlaying) isEndTold = false
      else if (!player.state.isEnded) void reporter.tell()
    },
  )
  watch(
    () => player.state.isEnded,
    (isEnded) => {
      if (!isEnded || isEndTold) return
      isEndTold = true
      look()
      void reporter.tell({ isEnd: true })
    },
  )
  if (import.meta.client) {
    addEventListener('pagehide', tellLeaving)
    document.addEventListener('visibilitychange', onVisibility)
  }
  onScopeDispose(() => {
    if (import.meta.server) return
    removeEventListener('pagehide', tellLeaving)
    document.removeEventListener('visibilitychange', onVisibility)
    tellLeaving()
  })

  return { level, next, secondsPlayed: () => reporter.totalSeconds }
}

import { effectScope, type EffectScope } from 'vue'
import { afterLeaving } from '~/composables/player/after-leaving'
import {
  closePlaying,
  playInCorner,
  useNowPlaying,
  type Playing,
  type Step,
  type Subject,
} from '~/composables/player/now-playing'
import { useExperienceReport } from '~/composables/player/useExperienceReport'
import { trafficSourceOf } from '~/composables/player/traffic-source'
import { useKeptPlace } from '~/composables/player/useKeptPlace'
import { useMediaSession } from '~/composables/player/useMediaSession'
import { useWatchReport } from '~/composables/player/useWatchReport'
import { usePlayer } from '~/composables/usePlayer'
import { usePreferences } from '~/composables/usePreferences'

/**
 * The player of a page: the one that plays this already, or a new one. When the page is left while it plays it goes on
 * in the corner, else it ends with the page.
 * @param key names the media: what has the same key can go on without being loaded again
 * @param options.isWork the creator looks at their own: that is no view, is not remembered, and ends with the page
 */
export function usePlaying(
  key: string,
  subject: () => Subject | null,
  { isWork = false }: { isWork?: boolean } = {},
): Playing {
  const router = useRouter()
  const { current } = useNowPlaying()
  const known = import.meta.client && current.value?.key === key ? current.value : null
  const playing = known ?? createPlaying(key, isWork)

  // what is known of it goes with the page; what plays in the corner keeps it
  watch(subject, (now) => now && (playing.subject.value = now), { immediate: true })
  onBeforeUnmount(() => {
    // a page that was never shown, or has handed it on
    if (current.value !== null && current.value !== playing) return closePlaying(playing)
    const to = router.currentRoute.value.name
    const isCorner = !isWork && afterLeaving({ isPlaying: playing.player.state.isPlaying, to }) === 'corner'
    if (!isCorner || !playInCorner(playing)) closePlaying(playing)
  })
  return playing
}

function createPlaying(key: string, isWork: boolean): Playing {
  // detached from the page, which may end before it does; on the server everything ends with the answer
  const scope: EffectScope = effectScope(import.meta.client)
  const { preferences } = usePreferences()
  const source = sourceOfVisit()
  const made = scope.run(() => {
    const subject = shallowRef<Subject | null>(null)
    const next = shallowRef<Step | null>(null)
    const previous = shallowRef<Step | null>(null)
    // before the player ends, which takes the media element with it
    onScopeDispose(() => import.meta.client && experience.leave())
    const player = usePlayer(() => ({
      captions: preferences.value.captions,
      isFrugal: preferences.value.dataSaver,
    }))
    const report = useWatchReport(player, () => (isWork ? null : watched(subject.value, source)))
    const experience = useExperienceReport({
      player,
      item: () => (isWork ? null : subject.value && { kind: subject.value.kind, id: subject.value.id }),
      secondsPlayed: report.secondsPlayed,
    })
    if (!isWork) useKeptPlace(player)
    useMediaSession(player, { subject, next, previous })
    return { key, isWork, scope, player, report, subject, next, previous }
  })
  if (!made) throw new Error('the scope of a player ended before it began')
  return made
}

function watched(subject: Subject | null, source: ReturnType<typeof sourceOfVisit>) {
  if (!subject) return null
  const { kind, id, source: played } = subject
  // of a range people see a part of the video, of a clip all of it
  const offset = kind === 'video' ? (played.stretch?.startSeconds ?? 0) : 0
  return { kind, id, duration: played.duration, offset, source }
}

/** A shared link says so itself, since nothing in the browser could know. */
function sourceOfVisit() {
  if (import.meta.server) return undefined
  const { path, query } = useRoute()
  return query.from === 'share' ? 'share' : trafficSourceOf(history.state ?? {}, path)
}

import { VIEW_AFTER_SECONDS, type TrafficSource, type WatchEvent } from '#shared/engagement'
import type { MasteryLevel, NextStepView, WatchedView } from '#shared/learning'
import { sendBeacon } from '~/composables/player/send-beacon'
import { trafficSourceOf } from '~/composables/player/traffic-source'
import { WatchMeter } from '~/composables/player/watch-meter'
import { useApi } from '~/composables/useApi'
import type { Player } from '~/composables/usePlayer'
import { useSession } from '~/composables/useSession'

export interface WatchedThing {
  kind: 'video' | 'clip'
  id: string
  /** Seconds. */
  duration: number
  /** How they came to it; by the page before unless told. */
  source?: TrafficSource
}

const TELL_EVERY_SECONDS = 10

/**
 * Tells the server what is played: a view once two seconds were seen, then every ten seconds, at each pause, at the
 * end, and when the page goes. Of guests only the view is told.
 * @returns what the end of a clip was answered with
 */
export function useWatchReport(player: Player, thing: () => WatchedThing | null | undefined) {
  const api = useApi()
  const { isSignedIn } = useSession()
  const meter = new WatchMeter()
  const level = ref<MasteryLevel | null>(null)
  const next = ref<NextStepView | null>(null)
  /** What could not be sent, and when that was. */
  let untold: { events: WatchEvent[]; at: number } = { events: [], at: 0 }
  let isViewTold = false
  let isEndTold = false

  const pathOf = ({ kind, id }: WatchedThing) => `/api/${kind}s/${id}`

  function look(): void {
    const { currentTime, isPlaying, hasStarted } = player.state
    if (!hasStarted) return
    meter.look(currentTime, performance.now(), isPlaying)
    tellView()
    if (meter.untoldSeconds >= TELL_EVERY_SECONDS) void tell()
  }

  function tellView(): void {
    const played = thing()
    const needed = Math.min(VIEW_AFTER_SECONDS, played?.duration || VIEW_AFTER_SECONDS)
    if (!played || isViewTold || meter.totalSeconds < needed) return
    isViewTold = true
    const secondsWatched = Math.max(needed, meter.totalSeconds)
    // a view that does not arrive is no one's trouble but the counter's
    const source = played.source ?? trafficSourceOf(history.state ?? {}, location.pathname)
    api(`${pathOf(played)}/view`, { method: 'POST', body: { secondsWatched, source } }).catch(() => undefined)
  }

  function takeEvents(end: { isEnd?: boolean; isSkip?: boolean }): WatchEvent[] {
    const now = performance.now()
    const since = (now - untold.at) / 1000
    const older = untold.events.map((event) => ({ ...event, secondsAgo: event.secondsAgo + since }))
    untold = { events: [], at: now }
    return [...older, ...meter.take(now, end)].slice(-50)
  }

  async function tell(end: { isEnd?: boolean } = {}): Promise<void> {
    const events = takeEvents(end)
    const played = thing()
    if (!isSignedIn.value || !played || events.length === 0) return
    try {
      const answer = await api<WatchedView>(`${pathOf(played)}/watch`, { method: 'POST', body: { events } })
      level.value = answer.level ?? level.value
      next.value = answer.next ?? next.value
    } catch {
      // the network is away: the same events go with the next report, and count once
      untold = { events: [...events, ...untold.events], at: performance.now() }
    }
  }

  function tellLeaving(): void {
    const isSkip = !player.state.isEnded
    const events = takeEvents({ isSkip })
    const played = thing()
    if (isSignedIn.value && played && events.length > 0) sendBeacon(`${pathOf(played)}/watch`, { events })
  }

  function onVisibility(): void {
    // a phone may end a hidden page without another word
    if (document.visibilityState === 'hidden') void tell()
  }

  watch(() => player.state.currentTime, look)
  watch(
    () => player.state.isPlaying,
    (isPlaying) => {
      look()
      if (isPlaying) isEndTold = false
      else if (!player.state.isEnded) void tell()
    },
  )
  watch(
    () => player.state.isEnded,
    (isEnded) => {
      if (!isEnded || isEndTold) return
      isEndTold = true
      look()
      void tell({ isEnd: true })
    },
  )
  onMounted(() => {
    addEventListener('pagehide', tellLeaving)
    document.addEventListener('visibilitychange', onVisibility)
  })
  onBeforeUnmount(() => {
    removeEventListener('pagehide', tellLeaving)
    document.removeEventListener('visibilitychange', onVisibility)
    tellLeaving()
  })

  return { level, next }
}

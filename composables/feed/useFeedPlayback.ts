import type { FEED_WINDOW, FeedItem } from '#shared/feed'
import { readPreferences, writePreferences } from '~/composables/player/player-preferences'
import { useApi } from '~/composables/useApi'
import { usePreferences } from '~/composables/usePreferences'
import { useSession } from '~/composables/useSession'
import { boxOf, FeedMedia } from './feed-media'
import { initialFeedState, mirrorVideo, type FeedPlayback } from './feed-playback-state'
import { FeedStage } from './feed-stage'
import type { FeedVideo } from './feed-video'
import { FeedVisit } from './feed-visit'
import { createFollower, type Attention } from './follow-playback'
import { keyOf } from './item-key'
import { playGoal } from './play-goal'
import { createRestoreWait } from './restore-wait'
import { useAutoplay } from './useAutoplay'
import { useFeedCaptions } from './useFeedCaptions'
import { usePageLife } from './usePageLife'
import { useSound } from './useSound'
import { useWindowReport } from './useWindowReport'

/** The value itself would bring the whole contract and its schemas into the first page. */
const WINDOW: typeof FEED_WINDOW = 5
/** Times are told so often while it plays; the bar glides from one to the next. */
const TELL_MS = 200
/** From here on every picture is looked at, so that it ends with its last one at any speed. */
const NEAR_END_SECONDS = 1
/** Line and wishes may have changed: the window is planned anew so often. */
const PLAN_MS = 2000
/** About three frames, in which the new picture has the machine to itself. */
const PREPARE_MS = 50
/** A neighbour stands ready with its first segment in the element; more of it waits in memory. */
const NEIGHBOUR_GOAL_SECONDS = 1

/**
 * Plays the item at `index`, and keeps its neighbours ready. It does nothing on the server, and begins once the page is
 * mounted and has given a place for the picture. `goOn` is asked at the end of an item: false plays it once more.
 */
export function useFeedPlayback(
  items: () => readonly FeedItem[],
  index: Readonly<Ref<number>>,
  goOn: () => boolean,
): FeedPlayback {
  const state = reactive(initialFeedState())
  const { preferences } = usePreferences()
  const { isSignedIn } = useSession()
  const reach = { api: useApi(), isSignedIn: () => isSignedIn.value }
  const mayAutoplay = useAutoplay()
  const sound = useSound(() => apply())
  const captions = useFeedCaptions(currentItem, () => sound.isMuted.value)
  const restoring = createRestoreWait((video) => {
    if (video !== current() || !video.item) return
    video.load(video.item, video.position)
    apply()
  })
  const hosts = new Map<number, HTMLElement>()
  let media: FeedMedia | null = null
  let stage: FeedStage | null = null
  let visit: { of: FeedVisit; item: FeedItem } | null = null
  let wantsPlay = false
  let isSuspended = false
  let planTimer: ReturnType<typeof setInterval> | undefined
  let prepareTimer: ReturnType<typeof setTimeout> | undefined
  let toldAt = 0
  const follower = createFollower(look, TELL_MS)

  function currentItem(): FeedItem | undefined {
    return items()[index.value]
  }
  function currentKey(): string | null {
    const item = currentItem()
    return item ? keyOf(item) : null
  }
  const current = () => stage?.find(currentItem()) ?? null
  const isHidden = () => document.visibilityState === 'hidden'

  /**
   * Another item is the current one, and somebody is looking. What is decoded already begins before anything else is
   * done: giving the elements away, seeking in those that stay and planning cost the first picture some frames.
   */
  function turn(): void {
    if (!stage) return
    clearTimeout(prepareTimer)
    leave()
    wantsPlay = mayAutoplay()
    const isOnStage = current() !== null
    if (isOnStage) stage.hush(current())
    else show()
    const [item, video] = [currentItem(), current()]
    if (item && video) {
      visit = { of: new FeedVisit(item, video, reach), item }
      media?.hold(true)
      if (!video.isReady) media?.yieldTo(keyOf(item))
    }
    apply()
    if (isOnStage) prepareTimer = setTimeout(prepare, PREPARE_MS)
    else plan()
  }

  function prepare(): void {
    show()
    plan()
  }

  function leave(): void {
    const video = visit && stage?.find(visit.item)
    if (visit && video) {
      media?.habit.note(visit.of.isSkip(video))
      visit.of.leave(video, media?.takeFetched(keyOf(visit.item)) ?? 0)
    }
    visit = null
  }

  function show(): void {
    const all = items()
    const places = [index.value, index.value + 1, index.value - 1]
    stage?.show(places.map((at) => all[at]).filter((item) => item !== undefined))
    place()
    stage?.hush(current())
    // what is not current stands at its beginning, ready to be shown
    for (const video of stage?.all() ?? []) if (video !== current() && video.position > 0) video.seek(0)
  }

  function place(): void {
    const all = items()
    stage?.place((item) => hosts.get(all.findIndex((each) => keyOf(each) === keyOf(item))))
  }

  function plan(): void {
    if (!media || isSuspended) return
    media.plan(items(), index.value, current()?.isReady ?? false)
    const width = media.width()
    const [next, before] = [stage?.find(items()[index.value + 1]), stage?.find(items()[index.value - 1])]
    next?.setGoal(width.nextSeconds > 0 ? NEIGHBOUR_GOAL_SECONDS : 0)
    before?.setGoal(width.behind > 0 ? NEIGHBOUR_GOAL_SECONDS : 0)
  }

  /** Brings the current element to what is wanted of it. */
  function apply(): void {
    const video = current()
    if (!video) return mirror()
    video.element.muted = sound.isMuted.value
    video.element.volume = sound.volume()
    video.element.playbackRate = readPreferences().rate
    if (wantsPlay && !isSuspended && !isHidden()) void start(video)
    else video.pause()
    mirror()
  }

  async function start(video: FeedVideo): Promise<boolean> {
    follower.start()
    if (await video.play()) return true
    if (video.element.muted || video !== current()) return false
    // aloud it was refused: without sound it may not be
    sound.refused()
    video.element.muted = true
    const isAllowed = await video.play()
    if (!isAllowed) wantsPlay = false
    mirror()
    return isAllowed
  }

  function mirror(): void {
    const video = current()
    toldAt = performance.now()
    state.isMuted = sound.isMuted.value
    state.needsGesture = sound.needsGesture.value
    restoring.look(video)
    mirrorVideo(state, video, { wantsPlay, isRestoring: restoring.isOn() })
    const lines = video ? captions.linesAt(state.currentTime) : []
    if (lines.join('\n') !== state.captionLines.join('\n')) state.captionLines = lines
    if (video) attend(video)
  }

  /** The current item's own loading, and whether others may load beside it. */
  function attend(video: FeedVideo): void {
    const isLineWide = media?.isLineWide() ?? false
    const { goalSeconds, isHungry } = playGoal(video, { isSuspended, isLineWide })
    video.setGoal(goalSeconds)
    media?.hold(isHungry || isSuspended)
    if (video.item && video.isWaiting && !video.element.seeking) media?.yieldTo(keyOf(video.item))
  }

  function look(): Attention {
    const video = current()
    if (!video) return 'none'
    video.look()
    visit?.of.look(video)
    if (performance.now() - toldAt >= TELL_MS) mirror()
    if (!wantsPlay || video.failure) return 'none'
    return video.secondsLeft < NEAR_END_SECONDS ? 'close' : 'calm'
  }

  function onChange(video: FeedVideo): void {
    if (video !== current()) return
    visit?.of.look(video)
    mirror()
  }

  function onEnd(video: FeedVideo): void {
    if (video !== current()) return
    visit?.of.look(video)
    visit?.of.end()
    // its last picture stays until the next item has taken its place
    if (wantsPlay && goOn()) return
    video.seek(0)
    if (wantsPlay) void start(video)
  }

  function onVisibility(): void {
    if (isHidden()) visit?.of.tell()
    plan()
    apply()
  }

  function onOnline(): void {
    if (state.failureReason === 'network') retry()
  }

  function retry(): void {
    const video = current()
    if (!video?.item) return
    video.load(video.item, video.position)
    wantsPlay = true
    apply()
  }

  function pause(): void {
    wantsPlay = false
    visit?.of.tell()
    apply()
  }

  useWindowReport(items, index)
  // what was told at leaving is told: whoever returns begins a new stay
  usePageLife({ onVisibility, onOnline, onLeave: leave, onReturn: turn })
  onMounted(() => {
    media = new FeedMedia({
      box: () => boxOf([...hosts.values()][0]),
      wantsSaving: () => preferences.value.dataSaver,
      isHidden,
      currentKey,
    })
    stage = new FeedStage(media.createFeed, { onChange, onEnd })
    planTimer = setInterval(plan, PLAN_MS)
    turn()
  })
  watch(currentKey, turn, { flush: 'sync' })
  watch(() => items().length, prepare)
  onBeforeUnmount(() => {
    leave()
    follower.stop()
    clearInterval(planTimer)
    clearTimeout(prepareTimer)
    restoring.forget()
    stage?.close()
    media?.close()
    stage = null
    media = null
  })

  return {
    state: readonly(state),
    wantsMore: computed(() => items().length - index.value - 1 < WINDOW),
    attach(at, host) {
      if (host) hosts.set(at, host)
      else hosts.delete(at)
      place()
    },
    play: async () => {
      wantsPlay = true
      const video = current()
      return video ? start(video) : false
    },
    pause,
    togglePlay() {
      if (wantsPlay) return pause()
      wantsPlay = true
      apply()
    },
    seek: (seconds) => current()?.seek(seconds),
    setMuted: sound.setMuted,
    setRate(rate) {
      writePreferences({ rate })
      apply()
    },
    retry,
    suspend() {
      isSuspended = true
      visit?.of.tell()
      apply()
    },
    resume() {
      isSuspended = false
      plan()
      apply()
    },
  }
}

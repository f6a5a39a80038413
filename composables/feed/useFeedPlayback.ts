import type { FEED_WINDOW, FeedItem } from '#shared/feed'
import { readPreferences, writePreferences } from '~/composables/player/player-preferences'
import { initialFeedState, type FeedPlayback } from './feed-playback-state'
import { FeedStage } from './feed-stage'
import type { FeedVideo } from './feed-video'
import { keyOf } from './item-key'
import { createNativeFeed } from './native-feed'
import { useAutoplay } from './useAutoplay'
import { useSound } from './useSound'

/** The value itself would bring the whole contract and its schemas into the first page. */
const WINDOW: typeof FEED_WINDOW = 5
/** Times are told so often while it plays; the eye takes a thin bar that moves so for one that flows. */
const TELL_MS = 50
const CURRENT_GOAL_SECONDS = 10
const NEIGHBOUR_GOAL_SECONDS = 2

/**
 * Plays the item at `index` and keeps its neighbours ready. It does nothing on the server, and begins once the page is
 * mounted and has given a place for the picture.
 */
export function useFeedPlayback(
  items: () => readonly FeedItem[],
  index: Readonly<Ref<number>>,
): FeedPlayback {
  const state = reactive(initialFeedState())
  const mayAutoplay = useAutoplay()
  const sound = useSound(() => apply())
  const hosts = new Map<number, HTMLElement>()
  let stage: FeedStage | null = null
  let wantsPlay = false
  let isSuspended = false
  let isHidden = false
  let frame = 0
  let toldAt = 0

  const currentItem = () => items()[index.value]
  const current = () => stage?.find(currentItem()) ?? null

  function show(): void {
    if (!stage) return
    const all = items()
    const wanted = [index.value, index.value + 1, index.value - 1]
      .map((at) => all[at])
      .filter((item) => !!item)
    stage.show(wanted, () => undefined)
    place()
    for (const video of stage.all()) if (video !== current()) settle(video)
    current()?.setGoal(CURRENT_GOAL_SECONDS)
  }

  /** What is not current stands still at its beginning, ready to be shown. */
  function settle(video: FeedVideo): void {
    video.pause()
    video.element.muted = true
    video.setGoal(NEIGHBOUR_GOAL_SECONDS)
    if (video.position > 0) video.seek(0)
  }

  function place(): void {
    const all = items()
    stage?.place((item) => hosts.get(all.findIndex((each) => keyOf(each) === keyOf(item))))
  }

  function turn(): void {
    wantsPlay = mayAutoplay()
    state.endCount = 0
    show()
    apply()
  }

  /** Brings the current element to what is wanted of it. */
  function apply(): void {
    const video = current()
    if (!video) return mirror()
    video.element.muted = sound.isMuted.value
    video.element.volume = sound.volume()
    video.element.playbackRate = readPreferences().rate
    if (wantsPlay && !isSuspended && !isHidden) void start(video)
    else video.pause()
    mirror()
  }

  async function start(video: FeedVideo): Promise<boolean> {
    follow()
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
    state.currentTime = video?.position ?? 0
    state.duration = video?.duration ?? 0
    state.bufferedUntil = video?.bufferedUntil ?? 0
    state.isPlaying = video?.isPlaying ?? false
    state.isWaiting = video?.isWaiting ?? wantsPlay
    state.hasFirstFrame = video?.hasFrame ?? false
    state.failureReason = video?.failure ?? null
    state.hasFailed = state.failureReason !== null
    state.rate = video?.element.playbackRate ?? state.rate
  }

  function follow(): void {
    cancelAnimationFrame(frame)
    const step = () => {
      const video = current()
      video?.look()
      if (performance.now() - toldAt >= TELL_MS) mirror()
      if (video && !video.element.paused) frame = requestAnimationFrame(step)
    }
    frame = requestAnimationFrame(step)
  }

  function onEnd(video: FeedVideo): void {
    if (video !== current()) return
    state.endCount += 1
    video.seek(0)
    void start(video)
  }

  function onVisibility(): void {
    isHidden = document.visibilityState === 'hidden'
    apply()
  }

  onMounted(() => {
    stage = new FeedStage((element, item) => createNativeFeed(element, item.playback), {
      onChange: (video) => video === current() && mirror(),
      onEnd,
    })
    isHidden = document.visibilityState === 'hidden'
    document.addEventListener('visibilitychange', onVisibility)
    turn()
  })
  const currentKey = () => {
    const item = currentItem()
    return item && keyOf(item)
  }
  // at once: a swipe waits for nothing
  watch(currentKey, turn, { flush: 'sync' })
  watch(() => items().length, show)
  onBeforeUnmount(() => {
    cancelAnimationFrame(frame)
    document.removeEventListener('visibilitychange', onVisibility)
    stage?.close()
    stage = null
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
    togglePlay: () => {
      if (state.isPlaying || (wantsPlay && state.isWaiting)) return pause()
      wantsPlay = true
      apply()
    },
    seek: (seconds) => current()?.seek(seconds),
    setMuted: sound.setMuted,
    setRate(rate) {
      writePreferences({ rate })
      apply()
    },
    retry() {
      const video = current()
      if (!video?.item) return
      video.load(video.item, video.position)
      wantsPlay = true
      apply()
    },
    suspend() {
      isSuspended = true
      apply()
    },
    resume() {
      isSuspended = false
      apply()
    },
  }

  function pause(): void {
    wantsPlay = false
    apply()
  }
}

import type { EffectScope, Ref, ShallowRef } from 'vue'
import type { RouteLocationRaw } from 'vue-router'
import type { Chapter } from '~/composables/clip/chapters'
import type { useWatchReport } from '~/composables/player/useWatchReport'
import type { Player, PlayerSource } from '~/composables/usePlayer'

/** What plays, with all that a player shows of it besides. */
export interface Subject {
  kind: 'video' | 'clip'
  id: string
  title: string
  creator: string
  /** Address of a picture; null where there is none yet. */
  poster: string | null
  storyboardUrl: string | null
  source: PlayerSource
  chapters: readonly Chapter[]
  /** Its page. */
  to: RouteLocationRaw
}

/** Where Shift+N, Shift+P, a headset's keys and autoplay lead. */
export interface Step {
  title: string
  poster: string | null
  to: RouteLocationRaw
  /** The next one of a learning path. */
  isOfPath: boolean
}

/** A player that outlives the page it began on. */
export interface Playing {
  /** The same for the same media: a page that opens it again takes it over. */
  key: string
  /** A creator works on it: it plays when they say so. */
  isWork: boolean
  player: Player
  report: ReturnType<typeof useWatchReport>
  subject: ShallowRef<Subject | null>
  next: Ref<Step | null>
  previous: Ref<Step | null>
  scope: EffectScope
}

/** In the browser alone: on the server every page has a player of its own, and nothing plays. */
const current = shallowRef<Playing | null>(null)
const isMini = ref(false)
/** The corner was asked for, by key or button: the focus goes along, since its page is left. */
const isFocusWanted = ref(false)
/** A place that is on every page, so that what plays never leaves the document. */
let dock: HTMLElement | null = null

export function useNowPlaying() {
  return { current, isMini, isFocusWanted, close: () => current.value && closePlaying(current.value) }
}

export function setDock(element: HTMLElement | null): void {
  dock = element
  if (!element && isMini.value && current.value) closePlaying(current.value)
}

/** On its page; whatever else played ends. */
export function playOnPage(playing: Playing): void {
  if (current.value && current.value !== playing) closePlaying(current.value)
  current.value = playing
  isMini.value = false
}

/** Into the corner. False where there is no corner or nothing to move. */
export function playInCorner(playing: Playing): boolean {
  if (!dock || !playing.player.moveTo(dock)) return false
  current.value = playing
  isMini.value = true
  return true
}

export function closePlaying(playing: Playing): void {
  if (current.value === playing) {
    current.value = null
    isMini.value = false
  }
  playing.scope.stop()
}

import { mountSuspended, registerEndpoint } from '@nuxt/test-utils/runtime'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import type { Preferences } from '#shared/accounts'
import { DEFAULT_PREFERENCES } from '#shared/default-preferences'
import type { FeedPlayback } from '~/composables/feed/feed-playback-state'
import { useFeedPlayback } from '~/composables/feed/useFeedPlayback'
import { feedItem } from '../support/feed-item'
import { signInAs, signOut } from '../support/session'

const items = [1, 2, 3, 4, 5, 6, 7].map((digit) => feedItem({ id: String(digit).repeat(24) }))
let canPlayHls = true
/** What browsers do with sound before the first press. */
let refusesSound = false
let played: { src: string; isMuted: boolean }[] = []

registerEndpoint('/api/feed/window', { method: 'POST', handler: () => null })

beforeEach(() => {
  canPlayHls = true
  refusesSound = false
  played = []
  localStorage.clear()
  signOut()
  const element = HTMLMediaElement.prototype
  vi.spyOn(element, 'canPlayType').mockImplementation(() => (canPlayHls ? 'maybe' : ''))
  vi.spyOn(element, 'load').mockImplementation(() => undefined)
  vi.spyOn(element, 'pause').mockImplementation(() => undefined)
  vi.spyOn(element, 'play').mockImplementation(function (this: HTMLMediaElement) {
    if (refusesSound && !this.muted) return Promise.reject(new DOMException('', 'NotAllowedError'))
    played.push({ src: this.src, isMuted: this.muted })
    return Promise.resolve()
  })
})
afterEach(() => vi.restoreAllMocks())

/** A browser without Media Source, as this one is: what is told here does not hang on how the media come. */
async function open(preferences: Partial<Preferences> = {}, goOn = () => false) {
  if (Object.keys(preferences).length > 0) {
    signInAs('ada', undefined, { ...DEFAULT_PREFERENCES, ...preferences })
  }
  const index = ref(0)
  let playback!: FeedPlayback
  const page = await mountSuspended({
    setup() {
      playback = useFeedPlayback(() => items, index, goOn)
      return () => items.map((_, at) => h('div', { class: 'host', ref: (host) => playback.attach(at, host as HTMLElement | null) }))
    },
  })
  const hosts = () => page.findAll('.host').map((host) => host.findAll('video').length)
  return { page, index, playback, hosts }
} // prettier-ignore

describe('what plays in the feed', () => {
  it('lies in three elements, at the current item and its neighbours, however one swipes and jumps', async () => {
    const { index, hosts } = await open()
    expect(hosts()).toEqual([1, 1, 0, 0, 0, 0, 0])
    index.value = 1
    await expect.poll(hosts).toEqual([1, 1, 1, 0, 0, 0, 0])
    index.value = 5
    await expect.poll(hosts).toEqual([0, 0, 0, 0, 1, 1, 1])
  })

  it('begins by itself without sound, and has sound after the first press, as it was left', async () => {
    const { playback } = await open()
    expect(played[0]).toMatchObject({ isMuted: true })
    expect(playback.state).toMatchObject({ isMuted: true, needsGesture: true })
    playback.setMuted(false)
    expect(playback.state).toMatchObject({ isMuted: false, needsGesture: false })
    playback.setMuted(true)
    const again = await open()
    expect(again.playback.state).toMatchObject({ isMuted: true, needsGesture: false })
  })

  it('goes on without sound where the browser refuses it', async () => {
    refusesSound = true
    const { playback } = await open()
    playback.setMuted(false)
    await expect.poll(() => playback.state.isMuted).toBe(true)
    expect(playback.state.needsGesture).toBe(true)
    expect(played.at(-1)).toMatchObject({ isMuted: true })
  })

  it.each<[string, Partial<Preferences>]>([
    ['less motion', { reducedMotion: 'on' }],
    ['nothing to play by itself', { autoplay: 'off' }],
  ])('waits for a press where somebody asked for %s', async (_, preferences) => {
    const { index, playback } = await open(preferences)
    index.value = 1
    await nextTick()
    expect(played).toEqual([])
    expect(await playback.play()).toBe(true)
    expect(played).toHaveLength(1)
  })

  it('says that the browser cannot play it, rather than nothing', async () => {
    canPlayHls = false
    const { playback } = await open()
    expect(playback.state).toMatchObject({ hasFailed: true, failureReason: 'unsupported', isWaiting: false })
  })

  it('wants more items while fewer than five lie ahead', async () => {
    const { index, playback } = await open()
    expect(playback.wantsMore.value).toBe(false)
    index.value = 2
    expect(playback.wantsMore.value).toBe(true)
  })
})

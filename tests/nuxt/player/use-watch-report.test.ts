import { mountSuspended, registerEndpoint } from '@nuxt/test-utils/runtime'
import { readBody, setResponseStatus } from 'h3'
import { flushPromises } from '@vue/test-utils'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import type { WatchBody } from '#shared/engagement'
import { initialState } from '~/composables/player/player-state'
import { useWatchReport } from '~/composables/player/useWatchReport'
import type { Player } from '~/composables/usePlayer'

const id = 'd'.repeat(24)
let views: number[] = []
let batches: WatchBody[] = []
let beacons: string[] = []
let isAway = false
let now = 0

registerEndpoint(`/api/clips/${id}/view`, {
  method: 'POST',
  handler: async (event) => {
    views.push((await readBody(event)).secondsWatched)
    return { viewCount: 1, likeCount: 0, dislikeCount: 0, myReaction: null }
  },
})
registerEndpoint(`/api/clips/${id}/watch`, {
  method: 'POST',
  handler: async (event) => {
    if (isAway) {
      setResponseStatus(event, 503)
      return { error: { code: 'unavailable', message: 'Away.', requestId: 'r' } }
    }
    batches.push(await readBody(event))
    const next = { clip: null, reason: 'You have finished this path.', isSubtopicDone: true }
    return { resume: { positionSeconds: 1, updatedAt: null }, level: 'proficient', next }
  },
})

beforeEach(() => {
  views = []
  batches = []
  beacons = []
  isAway = false
  now = 0
  vi.spyOn(performance, 'now').mockImplementation(() => now)
  Object.assign(navigator, { sendBeacon: (path: string) => beacons.push(path) > 0 })
  useState('session').value = { kind: 'user', user: { id: 'u' } }
})
afterEach(() => {
  vi.restoreAllMocks()
})

async function open() {
  const state = reactive(initialState())
  let report!: ReturnType<typeof useWatchReport>
  const page = await mountSuspended({
    setup() {
      report = useWatchReport({ state } as unknown as Player, () => ({ kind: 'clip', id, duration: 20 }))
      return () => h('div')
    },
  })
  state.hasStarted = true
  state.isPlaying = true
  await nextTick()
  async function play(seconds: number) {
    for (let step = 0; step < seconds * 4; step++) {
      now += 250
      state.currentTime += 0.25
      await nextTick()
    }
    await flushPromises()
  }
  return { page, state, report, play }
}

describe('what a player tells the server', () => {
  it('is a view after two seconds, once', async () => {
    const { play } = await open()
    await play(1.5)
    expect(views).toEqual([])
    await play(8)
    await expect.poll(() => views.length).toBe(1)
    expect(views[0]).toBeGreaterThanOrEqual(2)
  })

  it('is how much was seen, every ten seconds and at the end, which is answered with the next step', async () => {
    const { state, report, play } = await open()
    await play(12)
    await expect.poll(() => batches.length).toBe(1)
    await play(8)
    state.isPlaying = false
    state.isEnded = true
    await expect.poll(() => report.next.value?.reason).toBe('You have finished this path.')
    expect(report.level.value).toBe('proficient')
    const last = batches.at(-1)!.events.at(-1)!
    expect(last).toMatchObject({ positionSeconds: 20, isEnd: true })
    const seconds = batches
      .flatMap((batch) => batch.events)
      .reduce((sum, event) => sum + event.secondsWatched, 0)
    expect(seconds).toBeGreaterThan(19)
    expect(seconds).toBeLessThanOrEqual(20)
  })

  it('is told again after the network was away, under the same names', async () => {
    const { state, play } = await open()
    isAway = true
    await play(5)
    state.isPlaying = false
    await flushPromises()
    await new Promise((resolve) => setTimeout(resolve, 50))
    isAway = false
    state.isPlaying = true
    await play(3)
    state.isPlaying = false
    await expect.poll(() => batches.length).toBe(1)
    expect(batches[0]!.events.length).toBe(4)
    const ages = batches[0]!.events.map((event) => event.secondsAgo)
    expect(ages).toEqual([...ages].sort((a, b) => b - a))
  })

  it('goes by itself when the page goes, and is nothing but the view for guests', async () => {
    const first = await open()
    await first.play(4)
    first.page.unmount()
    expect(beacons).toEqual([`/api/clips/${id}/watch`])
    useState('session').value = { kind: 'guest', user: null }
    const second = await open()
    await second.play(12)
    second.page.unmount()
    await expect.poll(() => views.length).toBe(2)
    expect(beacons).toHaveLength(1)
    expect(batches).toEqual([])
  })
})

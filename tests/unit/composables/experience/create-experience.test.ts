import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { ExperienceBody } from '#shared/experience'
import { createExperience } from '../../../../composables/experience/create-experience.ts'
import { flushExperience } from '../../../../composables/experience/experience-sender.ts'

const item = { kind: 'clip' as const, id: 'a'.repeat(24) }
const facts = { playedSeconds: 3, height: 720 }

let sent: Blob[]
let now: number
const page = { visibilityState: 'visible', addEventListener: () => undefined }

beforeEach(() => {
  sent = []
  now = 1000
  page.visibilityState = 'visible'
  vi.useFakeTimers()
  vi.stubGlobal('document', page)
  vi.stubGlobal('addEventListener', () => undefined)
  vi.stubGlobal('navigator', { sendBeacon: (_: string, body: Blob) => sent.push(body) })
})
afterEach(() => {
  flushExperience()
  vi.unstubAllGlobals()
  vi.useRealTimers()
})

const begin = (options = {}) => createExperience('feed', () => now).begin(item, options)

/** Every event told, batch by batch, as the server reads them. */
async function told() {
  return Promise.all(sent.map(async (body) => ExperienceBody.parse(JSON.parse(await body.text())).events))
}

describe('how an item played', () => {
  it('is told with the time from the wish to the first picture', async () => {
    const play = begin({ wasReady: true })
    now += 120
    play.sawFirstFrame()
    now += 500
    play.sawFirstFrame()
    play.leave({ ...facts, fetchedBytes: 1000, shownBytes: 900 })
    flushExperience()
    expect((await told())[0]).toMatchObject([
      {
        surface: 'feed',
        item,
        firstFrameMs: 120,
        wasReady: true,
        fetchedBytes: 1000,
        shownBytes: 900,
        height: 720,
      },
    ])
  })

  it('counts waiting once it has played, until it goes on or is left', async () => {
    const play = begin()
    play.waits()
    now += 400
    play.goesOn()
    play.sawFirstFrame()
    play.waits()
    play.waits()
    now += 300
    play.goesOn()
    now += 1000
    play.waits()
    now += 200
    play.leave(facts)
    flushExperience()
    expect((await told())[0]).toMatchObject([{ firstFrameMs: 400, rebufferCount: 2, rebufferMs: 500 }])
  })

  it('is told once, however often it is left, and within what the server takes', async () => {
    const play = begin()
    now += 3_600_000
    play.sawFirstFrame()
    play.leave({ playedSeconds: 1e9, height: 1e9, fetchedBytes: 0.4, shownBytes: -1 })
    play.leave(facts)
    flushExperience()
    expect(await told()).toHaveLength(1)
    expect((await told())[0]).toHaveLength(1)
  })

  it('goes in batches of at most fifty, after a while, and at once from a page that is hidden', async () => {
    for (let count = 0; count < 51; count++) begin().leave(facts)
    expect(await told()).toMatchObject([{ length: 50 }])
    vi.advanceTimersByTime(15_000)
    expect(await told()).toMatchObject([{ length: 50 }, { length: 1 }])
    page.visibilityState = 'hidden'
    begin().leave(facts)
    expect(await told()).toHaveLength(3)
  })
})

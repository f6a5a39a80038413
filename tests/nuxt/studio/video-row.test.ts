import { mountSuspended, registerEndpoint } from '@nuxt/test-utils/runtime'
import { flushPromises } from '@vue/test-utils'
import { beforeEach, describe, expect, it, vi } from 'vitest'
import VideoRow from '~/components/studio/VideoRow.vue'
import { videoView } from '../support/video-view'

class FakeStream extends EventTarget {
  static open: FakeStream[] = []
  static readonly CLOSED = 2
  readyState = 1
  onerror: (() => void) | null = null
  readonly url: string
  constructor(url: string) {
    super()
    this.url = url
    FakeStream.open.push(this)
  }
  close() {
    this.readyState = 2
    FakeStream.open = FakeStream.open.filter((stream) => stream !== this)
  }
  say(status: object) {
    this.dispatchEvent(new MessageEvent('status', { data: JSON.stringify(status) }))
  }
}

beforeEach(() => {
  FakeStream.open = []
  vi.stubGlobal('EventSource', FakeStream)
})

const open = (overrides: Parameters<typeof videoView>[0]) =>
  mountSuspended(VideoRow, { props: { video: videoView({ isMine: true, ...overrides }) } })

describe("a row of one's own videos", () => {
  it('follows the preparation and says when something changed', async () => {
    const row = await open({ state: 'preparing' })
    const [stream] = FakeStream.open
    stream?.say({ state: 'preparing', progress: 0.417, renditions: [] })
    await flushPromises()
    expect(row.text()).toContain('Preparing 41 %')
    expect(row.emitted('changed')).toBeUndefined()
    stream?.say({ state: 'playable', progress: 0.5, renditions: [] })
    await flushPromises()
    expect(row.text()).toContain('Playable')
    expect(row.emitted('changed')).toHaveLength(1)
    stream?.say({ state: 'ready', progress: 1, renditions: [] })
    await flushPromises()
    expect(row.text()).toContain('Ready')
    expect(FakeStream.open).toHaveLength(0)
    row.unmount()
  })

  it('says in plain words why it failed', async () => {
    const video = videoView({ isMine: true, state: 'failed' })
    registerEndpoint(`/api/videos/${video.id}/status`, () => ({
      state: 'failed',
      progress: 0.2,
      renditions: [],
      reason: 'The file has no picture. Upload a file with video.',
    }))
    const row = await mountSuspended(VideoRow, { props: { video } })
    await vi.waitFor(() => expect(row.get('[role="status"]').text()).toContain('The file has no picture'))
    row.unmount()
  })

  it('keeps connections free for everything else', async () => {
    const rows = await Promise.all(Array.from({ length: 5 }, () => open({ state: 'preparing' })))
    expect(FakeStream.open).toHaveLength(3)
    rows.forEach((row) => row.unmount())
    expect(FakeStream.open).toHaveLength(0)
  })

  it('opens no stream for a video that is done', async () => {
    const row = await open({ state: 'ready' })
    expect(FakeStream.open).toHaveLength(0)
    row.unmount()
  })
})

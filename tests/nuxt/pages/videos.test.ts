import { mountSuspended, registerEndpoint } from '@nuxt/test-utils/runtime'
import { flushPromises } from '@vue/test-utils'
import { createError, getQuery, setResponseStatus } from 'h3'
import { beforeEach, describe, expect, it, vi } from 'vitest'
import Videos from '~/pages/videos.vue'
import { videoView } from '../support/video-view'

const pages = vi.fn<(cursor: string | undefined, topic: string | undefined) => unknown>()
registerEndpoint('/api/topics', () => ({ items: [], nextCursor: null }))
const REFUSAL = {
  error: { code: 'unavailable', message: 'The database is away. Wait a minute.', requestId: 'req-7' },
}
registerEndpoint('/api/videos', (event) => {
  const { cursor, topic } = getQuery<{ cursor?: string; topic?: string }>(event)
  const answer = pages(cursor, topic)
  if (answer === REFUSAL) setResponseStatus(event, 503)
  return answer
})

beforeEach(() => {
  pages.mockReset()
  clearNuxtData()
  // what is seen is decided by the test: nothing comes into view by itself
  vi.stubGlobal('IntersectionObserver', class { observe() {} unobserve() {} disconnect() {} }) // prettier-ignore
})

async function open(route = '/videos') {
  const home = await mountSuspended(Videos, { route })
  await flushPromises()
  return home
}

describe('the page of videos', () => {
  it('shows the newest videos, and the next page when asked', async () => {
    const [first, second, third] = [videoView(), videoView(), videoView()]
    pages.mockImplementation((cursor) =>
      cursor ? { items: [second, third], nextCursor: null } : { items: [first, second], nextCursor: 'next' },
    )
    const home = await open()
    await vi.waitFor(() => expect(home.findAll('article')).toHaveLength(2))
    await home
      .findAll('button')
      .find((button) => button.text() === 'Show more')
      ?.trigger('click')
    // the second came on both pages and is shown once
    await vi.waitFor(() => expect(home.findAll('article')).toHaveLength(3))
    expect(home.text()).not.toContain('Show more')
  })

  it('keeps the list when the next page cannot be had, and offers to try again', async () => {
    pages.mockImplementation((cursor) => {
      if (cursor) throw createError({ statusCode: 503 })
      return { items: [videoView()], nextCursor: 'next' }
    })
    const home = await open()
    await vi.waitFor(() => expect(home.findAll('article')).toHaveLength(1))
    await home
      .findAll('button')
      .find((button) => button.text() === 'Show more')
      ?.trigger('click')
    await vi.waitFor(() => expect(home.get('[role="alert"]').text()).toContain('Try again'))
    expect(home.findAll('article')).toHaveLength(1)
  })

  it('offers to upload where there is nothing yet', async () => {
    pages.mockReturnValue({ items: [], nextCursor: null })
    const home = await open()
    await vi.waitFor(() => expect(home.text()).toContain('No videos yet'))
    expect(home.get('a[href="/upload"]').text()).toContain('Upload')
  })

  it('narrows the list to the topic of the address', async () => {
    pages.mockReturnValue({ items: [], nextCursor: null })
    const home = await open('/videos?topic=sign-language/things')
    await vi.waitFor(() => expect(home.text()).toContain('Nothing in this topic yet'))
    expect(pages).toHaveBeenCalledWith(undefined, 'sign-language/things')
  })

  it('says what went wrong, with the number of the request', async () => {
    pages.mockReturnValue(REFUSAL)
    const home = await open()
    await vi.waitFor(() => expect(home.get('[role="alert"]').text()).toContain('Wait a minute'))
    expect(home.get('[role="alert"]').text()).toContain('req-7')
  })
})

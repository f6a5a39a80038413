import { mountSuspended, registerEndpoint } from '@nuxt/test-utils/runtime'
import { flushPromises } from '@vue/test-utils'
import { getQuery, setResponseStatus } from 'h3'
import { beforeEach, describe, expect, it, vi } from 'vitest'
import type { SearchResult } from '#shared/search'
import Search from '~/pages/search.vue'
import { videoView } from '../support/video-view'

type Asked = Record<string, string | undefined>
const results = vi.fn<(asked: Asked) => unknown>()
const REFUSAL = { error: { code: 'unavailable', message: 'The database is away.', requestId: 'req-7' } }
registerEndpoint('/api/search', (event) => {
  const answer = results(getQuery<Asked>(event))
  if (answer === REFUSAL) setResponseStatus(event, 503)
  return answer
})

beforeEach(() => {
  results.mockReset()
  clearNuxtData()
  // what is seen is decided by the test: nothing comes into view by itself
  vi.stubGlobal('IntersectionObserver', class { observe() {} unobserve() {} disconnect() {} }) // prettier-ignore
})

async function open(route: string) {
  const page = await mountSuspended(Search, { route })
  await flushPromises()
  return page
}

const spoken = (startSeconds: number): SearchResult => ({
  kind: 'caption',
  caption: {
    video: videoView(),
    startSeconds,
    endSeconds: startSeconds + 2,
    text: 'bees <b>dance</b>',
    language: 'en',
  },
})
const topic: SearchResult = {
  kind: 'topic',
  topic: {
    id: 'a'.repeat(24),
    combinedTopicName: 'nature/bees',
    topicName: 'Nature',
    subTopicName: 'Bees',
    description: '',
    thumbnailURL: '',
    prerequisites: [],
  },
}

describe('the page of results', () => {
  it('has a section for each kind, with the way to the rest of it', async () => {
    const video = videoView({ title: 'Bees in spring' })
    results.mockReturnValue({ items: [{ kind: 'video', video }, topic, spoken(83.4)], nextCursor: null })
    const page = await open('/search?q=bees')
    await vi.waitFor(() => expect(page.findAll('article')).toHaveLength(3))
    expect(page.findAll('h2').map((title) => title.text())).toEqual(['Topics', 'Videos', 'Said in videos'])
    const links = page.findAll('article a').map((link) => link.attributes('href'))
    expect(links[0]).toBe('/topics/nature/bees')
    expect(links[1]).toBe(`/watch/${video.id}`)
    expect(links[2]).toMatch(/^\/watch\/[0-9a-f]{24}\?t=83$/)
    expect(page.get('[aria-label="More videos"]').attributes('href')).toBe('/search?q=bees&kind=videos')
    expect(results).toHaveBeenCalledWith({ q: 'bees', kind: 'all' })
  })

  it('marks what was asked for, and shows what looks like HTML as it was said', async () => {
    results.mockReturnValue({ items: [spoken(1)], nextCursor: null })
    const page = await open('/search?q=bees&kind=captions')
    await vi.waitFor(() => expect(page.find('mark').exists()).toBe(true))
    expect(page.get('mark').text()).toBe('bees')
    expect(page.text()).toContain('“bees <b>dance</b>”')
    expect(page.find('b').exists()).toBe(false)
  })

  it('goes on page after page, also over an empty one', async () => {
    const [first, second] = [spoken(1), spoken(2)]
    results.mockImplementation(({ cursor }) => {
      if (cursor === 'b') return { items: [first, second], nextCursor: null }
      return cursor ? { items: [], nextCursor: 'b' } : { items: [first], nextCursor: 'a' }
    })
    const page = await open('/search?q=bees&kind=captions')
    const more = () => page.findAll('button').find((button) => button.text() === 'Show more')
    await vi.waitFor(() => expect(page.findAll('article')).toHaveLength(1))
    await more()?.trigger('click')
    await vi.waitFor(() => expect(results).toHaveBeenCalledTimes(2))
    await flushPromises()
    await more()?.trigger('click')
    await vi.waitFor(() => expect(page.findAll('article')).toHaveLength(2))
    expect(more()).toBeUndefined()
  })

  it('says that nothing was found, with a way on, and what went wrong', async () => {
    results.mockReturnValue({ items: [], nextCursor: null })
    const page = await open('/search?q=xyzzy&kind=clips')
    await vi.waitFor(() => expect(page.text()).toContain('Nothing found for “xyzzy”'))
    expect(page.text()).toContain('Look everywhere')
    results.mockReturnValue(REFUSAL)
    const failed = await open('/search?q=other')
    await vi.waitFor(() => expect(failed.text()).toContain('The database is away.'))
  })

  it('asks for nothing without a question, and takes no kind that there is not', async () => {
    results.mockReturnValue({ items: [], nextCursor: null })
    const page = await open('/search')
    expect(page.text()).toContain('What would you like to learn?')
    expect(results).not.toHaveBeenCalled()
    await open('/search?q=a&kind=nonsense')
    await vi.waitFor(() => expect(results).toHaveBeenCalledWith({ q: 'a', kind: 'all' }))
  })
})

import { mountSuspended, registerEndpoint } from '@nuxt/test-utils/runtime'
import { flushPromises } from '@vue/test-utils'
import { getQuery, readBody, setResponseStatus } from 'h3'
import { beforeEach, describe, expect, it, vi } from 'vitest'
import type { FeedPage } from '#shared/feed'
import Feed from '~/pages/index.vue'
import { feedItem } from '../support/feed-item'
import { signInAs } from '../support/session'

const REFUSAL = {
  error: { code: 'unavailable', message: 'The database is away. Wait a minute.', requestId: 'req-7' },
}
const pages = vi.fn<(query: { cursor?: string; again?: string }, topic: string | null) => unknown>()
const dismissed = vi.fn<(method: string, body: unknown) => void>()
const answer = (topic: string | null) =>
  (async (event) => {
    const given = pages(getQuery(event), topic)
    if (given === REFUSAL) setResponseStatus(event, 503)
    return given
  }) satisfies Parameters<typeof registerEndpoint>[1]
registerEndpoint('/api/feed', answer(null))
registerEndpoint('/api/feed/topics/biology/bees', answer('biology/bees'))
registerEndpoint('/api/feed/topics', () => ({
  items: [null, 'biology', 'biology/bees'].map((topic) => ({
    topic,
    isPinned: false,
    total: null,
    seen: null,
  })),
}))
for (const method of ['POST', 'DELETE'] as const)
  registerEndpoint('/api/feed/dismissals', {
    method,
    handler: async (event) => {
      dismissed(method, await readBody(event))
      return null
    },
  })

beforeEach(() => {
  pages.mockReset()
  dismissed.mockReset()
  clearNuxtData()
  // what is in view is decided by the test; the scrolling itself is the browser's
  vi.stubGlobal('IntersectionObserver', class { observe() {} unobserve() {} disconnect() {} }) // prettier-ignore
})

const end = (code: 'finished' | 'seen' | 'empty', change: object = {}) => ({
  code,
  topic: null,
  nextTopic: null,
  ...change,
})
const page = (items: FeedPage['items'], change: Partial<FeedPage> = {}): FeedPage => ({
  items,
  nextCursor: null,
  end: end('seen'),
  ...change,
})

async function open(route = '/') {
  const feed = await mountSuspended(Feed, { route, attachTo: document.body })
  await flushPromises()
  return feed
}
const press = (key: string) =>
  document.body.dispatchEvent(new KeyboardEvent('keydown', { key, bubbles: true, cancelable: true }))
const titles = (feed: Awaited<ReturnType<typeof open>>) =>
  feed.findAll('[aria-posinset] h2').map((each) => each.text())

describe('the feed', () => {
  it('is a list that a screen reader can walk; what is far away is as light as a title', async () => {
    pages.mockReturnValue(page(Array.from({ length: 6 }, (_, place) => feedItem({ title: `Step ${place}` }))))
    const feed = await open()
    await vi.waitFor(() => expect(feed.findAll('[role="feed"] [aria-posinset]')).toHaveLength(6))
    const rows = feed.findAll('[aria-posinset]')
    expect(rows.map((row) => row.attributes('aria-posinset'))).toEqual(['1', '2', '3', '4', '5', '6'])
    expect(rows[0]!.attributes('aria-setsize')).toBe('6')
    expect(rows.map((row) => row.find('[data-testid="feed-picture"]').exists())).toEqual([true, true, true, false, false, false]) // prettier-ignore
    expect(titles(feed)[5]).toBe('Step 5')
    expect(feed.get('img[fetchpriority="high"]').attributes('src')).toBe('/cdn/poster')
    feed.unmount()
  })

  it('loads more before it ends, and repeats nothing', async () => {
    const [first, second, third] = [feedItem(), feedItem(), feedItem()]
    pages.mockImplementation(({ cursor }) =>
      cursor ? page([second, third]) : page([first, second], { nextCursor: 'next', end: null }),
    )
    const feed = await open()
    await vi.waitFor(() => expect(feed.findAll('[aria-posinset]')).toHaveLength(3))
    // what comes after them is built when it is near
    expect(feed.find('[data-testid="feed-end"]').exists()).toBe(false)
    press('ArrowDown')
    const end = () => feed.get('[data-testid="feed-end"]').text()
    await vi.waitFor(() => expect(end()).toContain('You have seen everything'))
    feed.unmount()
  })

  it('moves by keys, and takes the focus along', async () => {
    pages.mockReturnValue(page([feedItem({ title: 'One' }), feedItem({ title: 'Two' })]))
    const feed = await open()
    await vi.waitFor(() => expect(feed.findAll('[aria-posinset]')).toHaveLength(2))
    press('ArrowDown')
    await flushPromises()
    expect(feed.get('article[aria-current="true"]').text()).toContain('Two')
    expect(document.activeElement).toBe(feed.findAll('[aria-posinset]')[1]!.element)
    feed.unmount()
  })

  it('likes by key what is in view, and nothing else', async () => {
    signInAs('ada')
    const [first, second] = [feedItem(), feedItem()]
    pages.mockReturnValue(page([first, second]))
    const liked = vi.fn()
    for (const { item } of [first, second])
      registerEndpoint(`/api/clips/${item.id}/like`, {
        method: 'POST',
        handler: () => {
          liked(item.id)
          return { viewCount: 0, likeCount: 1, dislikeCount: 0, myReaction: 'like' }
        },
      })
    const feed = await open()
    await vi.waitFor(() => expect(feed.findAll('[aria-posinset]')).toHaveLength(2))
    press('ArrowDown')
    await flushPromises()
    press('+')
    const button = () => feed.get('[aria-current="true"] [aria-keyshortcuts="+"]')
    await vi.waitFor(() => expect(button().attributes('aria-label')).toBe('Like, 1 like'))
    await vi.waitFor(() => expect(liked.mock.calls).toEqual([[second.item.id]]))
    feed.unmount()
  })

  it('takes back what is not wanted, and says so to the server', async () => {
    signInAs('ada')
    const item = feedItem({ title: 'One' })
    pages.mockReturnValue(page([item, feedItem({ title: 'Two' })]))
    const feed = await open()
    await vi.waitFor(() => expect(feed.findAll('[aria-posinset]')).toHaveLength(2))
    feed.getComponent({ name: 'FeedStage' }).vm.$emit('dismiss', item, 'creator')
    await vi.waitFor(() => expect(feed.text()).toContain('You will see nothing from Marta Nowak'))
    const body = { kind: 'clip', id: item.item.id, scope: 'creator' }
    await vi.waitFor(() => expect(dismissed).toHaveBeenCalledWith('POST', body))
    // the other one is of the same creator
    expect(feed.findAll('[aria-posinset]')).toHaveLength(1)
    await feed
      .findAll('button')
      .find((button) => button.text() === 'Undo')
      ?.trigger('click')
    await vi.waitFor(() => expect(dismissed).toHaveBeenCalledWith('DELETE', body))
    expect(titles(feed)).toEqual(['One', 'Two'])
    feed.unmount()
  })

  it('follows the topic of the address, and goes on with the next when it is finished', async () => {
    pages.mockReturnValue(
      page([], { end: end('finished', { topic: 'biology/bees', nextTopic: 'biology/birds' }) }),
    )
    const feed = await open('/?topic=biology/bees')
    await vi.waitFor(() => expect(feed.text()).toContain('You have finished Bees'))
    expect(pages).toHaveBeenCalledWith(expect.anything(), 'biology/bees')
    expect(feed.get('[data-testid="feed-end"] a').attributes('href')).toBe('/?topic=biology/birds')
    expect(feed.get('nav [aria-current]').text()).toBe('Bees')
    feed.unmount()
  })

  it('shows again what was seen, when asked', async () => {
    pages.mockImplementation(({ again }) => page(again ? [feedItem({ title: 'Seen' })] : []))
    const feed = await open()
    await vi.waitFor(() => expect(feed.text()).toContain('Watch again'))
    await feed.get('[data-testid="feed-end"] button').trigger('click')
    await vi.waitFor(() => expect(titles(feed)).toEqual(['Seen']))
    feed.unmount()
  })

  it('greets whoever comes to an empty site with what to do', async () => {
    pages.mockReturnValue(page([], { end: end('empty') }))
    const feed = await open()
    await vi.waitFor(() => expect(feed.text()).toContain('Nothing to see yet'))
    expect(feed.get('[data-testid="feed-end"] a').attributes('href')).toBe('/upload')
    feed.unmount()
  })

  it('says what went wrong, and tries again', async () => {
    pages.mockReturnValue(REFUSAL)
    const feed = await open()
    await vi.waitFor(() => expect(feed.get('[role="alert"]').text()).toContain('Wait a minute'))
    pages.mockReturnValue(page([feedItem({ title: 'One' })]))
    await feed.get('[role="alert"] button').trigger('click')
    await vi.waitFor(() => expect(titles(feed)).toEqual(['One']))
    feed.unmount()
  })
})

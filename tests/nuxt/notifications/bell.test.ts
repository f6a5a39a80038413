import { mountSuspended, registerEndpoint } from '@nuxt/test-utils/runtime'
import { flushPromises } from '@vue/test-utils'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import type { NotificationView } from '#shared/notifications'
import Bell from '~/components/notifications/Bell.vue'
import { ada } from '../support/comment-view'

class FakeStream extends EventTarget {
  static open: FakeStream[] = []
  static readonly CLOSED = 2
  readyState = 1
  onerror: (() => void) | null = null
  constructor() {
    super()
    FakeStream.open.push(this)
  }
  close() {
    this.readyState = 2
    FakeStream.open = FakeStream.open.filter((stream) => stream !== this)
  }
  say(change: object) {
    this.dispatchEvent(new MessageEvent('change', { data: JSON.stringify(change) }))
  }
}

let count = 0
function notification(overrides: Partial<NotificationView> = {}): NotificationView {
  return {
    id: (++count).toString(16).padStart(24, '0'),
    kind: 'comment',
    actors: [ada],
    actorCount: 1,
    count: 1,
    subject: 'Lovely bees',
    url: '/watch/1#comment-1',
    isRead: false,
    date: '2026-11-01T12:00:00.000Z',
    ...overrides,
  }
}

beforeEach(() => {
  FakeStream.open = []
  vi.stubGlobal('EventSource', FakeStream)
})
afterEach(() => {
  vi.useRealTimers()
  vi.unstubAllGlobals()
})

describe('the bell', () => {
  it('says how many are unread as they come, and follows while the page can be seen', async () => {
    const bell = await mountSuspended(Bell)
    expect(bell.get('button').attributes('aria-label')).toBe('Notifications')
    FakeStream.open[0]!.say({ unreadCount: 120, latest: null })
    await flushPromises()
    expect(bell.get('button').attributes('aria-label')).toBe('Notifications, 120 unread')
    expect(bell.text()).toContain('99+')
    expect(bell.get('[role=status]').text()).toBe('')
    const visibility = vi.spyOn(document, 'visibilityState', 'get').mockReturnValue('hidden')
    document.dispatchEvent(new Event('visibilitychange'))
    expect(FakeStream.open).toHaveLength(0)
    visibility.mockRestore()
    document.dispatchEvent(new Event('visibilitychange'))
    expect(FakeStream.open).toHaveLength(1)
    bell.unmount()
    expect(FakeStream.open).toHaveLength(0)
  })

  it('tells a screen reader the first at once and what follows together', async () => {
    const bell = await mountSuspended(Bell)
    vi.useFakeTimers()
    const say = () => FakeStream.open[0]!.say({ unreadCount: 1, latest: notification() })
    say()
    await vi.advanceTimersByTimeAsync(50)
    expect(bell.get('[role=status]').text()).toBe('Ada Byron commented: “Lovely bees”')
    say()
    say()
    await vi.advanceTimersByTimeAsync(5000)
    expect(bell.get('[role=status]').text()).toContain('Ada Byron')
    await vi.advanceTimersByTimeAsync(6000)
    expect(bell.get('[role=status]').text()).toBe('2 new notifications')
    bell.unmount()
  })

  it('shows the latest and marks them as read', async () => {
    const patched = vi.fn(() => ({ unreadCount: 0 }))
    registerEndpoint('/api/notifications', () => ({
      items: [notification()],
      nextCursor: null,
      unreadCount: 1,
    }))
    registerEndpoint('/api/notifications', { method: 'PATCH', handler: patched })
    const bell = await mountSuspended(Bell, { attachTo: document.body })
    await bell.get('button').trigger('click')
    await expect.poll(() => document.body.textContent).toContain('Unread: Ada Byron commented')
    const [all] = [...document.querySelectorAll('button')].filter(
      (button) => button.textContent?.trim() === 'Mark all as read',
    )
    all!.click()
    await expect.poll(() => patched.mock.calls.length).toBe(1)
    await expect.poll(() => bell.get('button').attributes('aria-label')).toBe('Notifications')
    bell.unmount()
  })
})

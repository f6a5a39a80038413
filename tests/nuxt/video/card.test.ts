import { mountSuspended } from '@nuxt/test-utils/runtime'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { flushPromises } from '@vue/test-utils'
import Card from '~/components/video/Card.vue'
import { videoView } from '../support/video-view'

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] })
})
afterEach(() => {
  vi.useRealTimers()
  vi.restoreAllMocks()
})

const open = (overrides = {}) => mountSuspended(Card, { props: { video: videoView(overrides) } })
const enter = (pointerType: string) => new PointerEvent('pointerenter', { pointerType })
async function rest(milliseconds: number) {
  vi.advanceTimersByTime(milliseconds)
  await flushPromises()
}

describe('a video card', () => {
  it('names title, creator, topic and duration', async () => {
    const card = await open({ title: 'Signs', topic: 'sign-language/people-and-places' })
    expect(card.text()).toContain('Signs')
    expect(card.text()).toContain('Marta Nowak')
    expect(card.text()).toContain('People and places')
    expect(card.text()).toContain('2 minutes 19 seconds')
    expect(card.get('h3 a').attributes('href')).toMatch(/^\/watch\//)
  })

  it('plays a muted preview once a mouse has rested on it, and stops when it leaves', async () => {
    const card = await open()
    card.element.dispatchEvent(enter('mouse'))
    await rest(200)
    expect(card.find('video').exists()).toBe(false)
    await rest(300)
    expect(card.get('video').attributes()).toHaveProperty('muted')
    card.element.dispatchEvent(new PointerEvent('pointerleave'))
    await rest(0)
    expect(card.find('video').exists()).toBe(false)
  })

  it('plays nothing for a finger, which only scrolls', async () => {
    const card = await open()
    card.element.dispatchEvent(enter('touch'))
    await rest(2000)
    expect(card.find('video').exists()).toBe(false)
  })

  it('plays nothing for people who want less motion', async () => {
    vi.spyOn(globalThis, 'matchMedia').mockReturnValue({ matches: true } as MediaQueryList)
    const card = await open()
    card.element.dispatchEvent(enter('mouse'))
    await rest(2000)
    expect(card.find('video').exists()).toBe(false)
  })

  it('shows a sign in place of a missing poster', async () => {
    const card = await open({ thumbnailURL: '' })
    expect(card.find('img[src="/cdn/poster"]').exists()).toBe(false)
  })
})

import { mountSuspended, registerEndpoint } from '@nuxt/test-utils/runtime'
import { flushPromises } from '@vue/test-utils'
import { describe, expect, it, vi } from 'vitest'
import SeekBar from '~/components/player/SeekBar.vue'

registerEndpoint('/cdn/board', () => 'WEBVTT\n\n00:00.000 --> 01:00.000\nsprite.jpg#xywh=160,90,160,90\n')

async function open(props = {}) {
  const bar = await mountSuspended(SeekBar, {
    props: { currentTime: 30, duration: 100, bufferedUntil: 50, availableUntil: 100, storyboardUrl: '/cdn/board', ...props },
  }) // prettier-ignore
  vi.spyOn(bar.element, 'getBoundingClientRect').mockReturnValue(new DOMRect(0, 0, 200, 24))
  bar.element.setPointerCapture = () => undefined
  const point = (type: string, clientX: number) =>
    bar.element.dispatchEvent(new PointerEvent(type, { clientX, button: 0 }))
  return { bar, point }
}

describe('the seek bar', () => {
  it('is a slider that says where it is', async () => {
    const { bar } = await open()
    expect(bar.attributes()).toMatchObject({
      role: 'slider',
      'aria-valuenow': '30',
      'aria-valuemax': '100',
      'aria-valuetext': '30 seconds of 1 minute 40 seconds',
    })
  })

  it.each([
    ['ArrowLeft', 25],
    ['ArrowRight', 35],
    ['PageUp', 60],
    ['Home', 0],
    ['End', 100],
  ])('goes by the key %s', async (key, seconds) => {
    const { bar } = await open()
    await bar.trigger('keydown', { key })
    expect(bar.emitted('seek')).toEqual([[seconds]])
  })

  it('glides with the time and jumps where somebody goes', async () => {
    const { bar, point } = await open()
    const glides = () => bar.html().includes('transition-transform duration-250')
    await bar.setProps({ currentTime: 30.25 })
    expect(glides()).toBe(true)
    await bar.setProps({ currentTime: 70 })
    expect(glides(), 'a jump ahead').toBe(false)
    await bar.setProps({ currentTime: 70.25 })
    await bar.setProps({ currentTime: 69.9 })
    expect(glides(), 'a step back').toBe(false)
    await bar.setProps({ currentTime: 70.1 })
    point('pointerdown', 20)
    await nextTick()
    expect(glides(), 'under the finger').toBe(false)
  })

  it('seeks once, where a drag ends', async () => {
    const { bar, point } = await open()
    point('pointerdown', 20)
    point('pointermove', 120)
    expect(bar.emitted('seek')).toBeUndefined()
    point('pointerup', 120)
    expect(bar.emitted('seek')).toEqual([[60]])
  })

  it('shows the moment under the pointer', async () => {
    const { bar, point } = await open()
    point('pointermove', 50)
    await vi.waitFor(() => expect(bar.find('[data-testid="storyboard"]').exists()).toBe(true))
    expect(bar.text()).toContain('0:25')
    expect(bar.get('[data-testid="storyboard"]').attributes('style')).toContain('/cdn/sprite.jpg')
  })

  it('shows the time alone where there is no storyboard', async () => {
    const { bar, point } = await open({ storyboardUrl: null })
    point('pointermove', 50)
    await flushPromises()
    expect(bar.find('[data-testid="storyboard"]').exists()).toBe(false)
    expect(bar.text()).toContain('0:25')
  })
})

import { mockNuxtImport } from '@nuxt/test-utils/runtime'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { createSSRApp, defineComponent, h, ref, type Component } from 'vue'
import { renderToString } from 'vue/server-renderer'
import { inTurn } from '~/composables/in-turn'

// a browser that is never idle
mockNuxtImport(
  'requestIdleCallback',
  () => (come: () => void, options?: IdleRequestOptions) => setTimeout(come, options?.timeout),
)

const pressed = vi.fn<() => void>()
const Part = defineComponent({
  setup() {
    const text = ref('')
    return () =>
      h('div', [
        h('button', { type: 'button', onClick: pressed }, 'Like'),
        h('input', { value: text.value, onInput: () => (text.value = 'heard') }),
      ])
  },
})

let page: HTMLElement
const button = () => page.querySelector('button')!
const field = () => page.querySelector('input')!

/** As the server drew it, and as the browser takes it over; `before`: what somebody did in between. */
async function open(
  before: () => void = () => undefined,
  parts: Component[] = [inTurn(Part)],
): Promise<void> {
  const root = {
    render: () =>
      h(
        'main',
        parts.map((part) => h(part)),
      ),
  }
  page.innerHTML = await renderToString(createSSRApp(root))
  before()
  createSSRApp(root).mount(page)
  await vi.advanceTimersByTimeAsync(0)
}

beforeEach(() => {
  vi.useFakeTimers()
  pressed.mockReset()
  page = document.createElement('div')
  document.body.append(page)
})
afterEach(() => {
  vi.useRealTimers()
  page.remove()
})

describe('a part of a page that comes alive in its turn', () => {
  it('is drawn at once, and hears what happens to it when the browser had time', async () => {
    await open()
    const drawn = button()
    field().dispatchEvent(new Event('input'))
    expect(drawn.textContent).toBe('Like')
    await vi.advanceTimersByTimeAsync(3000)
    button().click()
    expect(pressed).toHaveBeenCalledOnce()
    expect(button()).toBe(drawn)
  })

  it('answers a press that comes before', async () => {
    await open()
    button().click()
    expect(pressed).toHaveBeenCalledOnce()
    await vi.advanceTimersByTimeAsync(3000)
    button().click()
    expect(pressed).toHaveBeenCalledTimes(2)
  })

  it('is alive at once where somebody has begun to write', async () => {
    await open(() => (field().value = 'begun'))
    field().dispatchEvent(new Event('input'))
    await vi.advanceTimersByTimeAsync(0)
    expect(field().value).toBe('heard')
  })

  it('comes first, however busy the browser is, where it asks the server for what it shows', async () => {
    const alive: string[] = []
    const part = (name: string) => ({ mounted: () => void alive.push(name), render: () => h('p', name) })
    await open(undefined, [inTurn(part('description')), inTurn(part('comments'), { isFirst: true })])
    expect(alive).toEqual([])
    await vi.advanceTimersByTimeAsync(1)
    expect(alive).toEqual(['comments'])
    await vi.advanceTimersByTimeAsync(2999)
    expect(alive).toEqual(['comments', 'description'])
  })

  it('may show nothing yet', async () => {
    const isShown = ref(false)
    await open(undefined, [inTurn(() => (isShown.value ? h('p', 'Follow') : null))])
    await vi.advanceTimersByTimeAsync(3000)
    isShown.value = true
    await vi.advanceTimersByTimeAsync(0)
    expect(page.textContent).toBe('Follow')
  })
})

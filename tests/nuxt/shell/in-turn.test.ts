import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { createSSRApp, defineComponent, h, ref, type Component } from 'vue'
import { renderToString } from 'vue/server-renderer'
import { inTurn } from '~/composables/in-turn'

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
async function open(before: () => void = () => undefined, part: Component = Part): Promise<void> {
  const Page = inTurn(part)
  const root = { render: () => h('main', [h(Page)]) }
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

  it('may show nothing yet', async () => {
    const isShown = ref(false)
    await open(undefined, () => (isShown.value ? h('p', 'Follow') : null))
    await vi.advanceTimersByTimeAsync(3000)
    isShown.value = true
    await vi.advanceTimersByTimeAsync(0)
    expect(page.textContent).toBe('Follow')
  })
})

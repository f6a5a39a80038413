import { mountSuspended } from '@nuxt/test-utils/runtime'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import LongList from '~/components/base/LongList.vue'

const items = Array.from({ length: 500 }, (_, index) => ({ id: `row-${index}` }))
let near: (group: Element) => void

beforeEach(() => {
  Element.prototype.scrollIntoView = vi.fn()
  vi.stubGlobal(
    'IntersectionObserver',
    class {
      constructor(tell: (entries: { isIntersecting: boolean; target: Element }[]) => void) {
        near = (target) => tell([{ isIntersecting: true, target }])
      }
      observe = vi.fn()
      disconnect = vi.fn()
    },
  )
})
afterEach(() => vi.unstubAllGlobals())

const open = () =>
  mountSuspended(LongList, {
    props: { items, rowHeightPx: 59, label: 'Clips' },
    slots: { default: ({ item }: { item: { id: string } }) => item.id },
  })

describe('a long list', () => {
  it('makes the first rows, keeps room for the others, and says how many there are', async () => {
    const list = await open()
    const rows = list.findAll('[role=listitem]')
    expect(rows).toHaveLength(20)
    expect(rows[7]!.attributes()).toMatchObject({ 'aria-setsize': '500', 'aria-posinset': '8' })
    const groups = list.findAll<HTMLElement>('[data-group]')
    expect(groups).toHaveLength(25)
    expect(groups[24]!.element.style.height).toBe(`${20 * 59}px`)
    expect(groups[0]!.element.style.height).toBe('')
  })

  it('makes rows as they come near, and those that are to be shown', async () => {
    const list = await open()
    near(list.findAll('[data-group]')[3]!.element)
    await nextTick()
    expect(list.find('[data-row=row-60]').text()).toBe('row-60')
    expect(list.find('[data-row=row-40]').exists()).toBe(false)
    await (list.vm as unknown as { reveal(id: string): Promise<void> }).reveal('row-499')
    expect(list.get('[data-row=row-499]').attributes('aria-posinset')).toBe('500')
    expect(list.get('[data-row=row-499]').element.scrollIntoView).toHaveBeenCalledOnce()
  })
})

import { mountSuspended } from '@nuxt/test-utils/runtime'
import { describe, expect, it } from 'vitest'
import { h, type VNode } from 'vue'
import TimeAgo from '~/components/base/TimeAgo.vue'

describe('how long ago something was', () => {
  it('begins with the words of the server, also in a part that comes alive after others', async () => {
    const at = new Date(Date.now() - 61_000).toISOString()
    useState<number>('time-ago-now').value = Date.now() - 10_000
    const first: string[] = []
    const note = ({ el }: VNode) => first.push((el as Element).textContent ?? '')
    const open = async () => {
      const shown = await mountSuspended({ render: () => h(TimeAgo, { at, onVnodeMounted: note }) })
      await nextTick()
      return shown.text()
    }
    expect(await open()).toBe('1 minute ago')
    expect(await open()).toBe('1 minute ago')
    expect(first).toEqual(['just now', 'just now'])
  })
})

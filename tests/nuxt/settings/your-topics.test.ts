import { mountSuspended, registerEndpoint } from '@nuxt/test-utils/runtime'
import { readBody, setResponseStatus } from 'h3'
import { expect, it } from 'vitest'
import YourTopics from '~/components/settings/YourTopics.vue'

interface Row {
  topicId: string
  topic: string
  affinity: number
  isPinned: boolean
  isMuted: boolean
}

let isAway = false
let row: Row = {
  topicId: 'a'.repeat(24),
  topic: 'nature/bees',
  affinity: 0.5,
  isPinned: false,
  isMuted: false,
}
const view = () => ({ userId: 'b'.repeat(24), affinities: {}, topics: [row] })
registerEndpoint('/api/topics', () => ({ items: [], nextCursor: null }))
registerEndpoint('/api/me/affinities', { method: 'GET', handler: view })
registerEndpoint('/api/me/affinities', {
  method: 'PATCH',
  handler: async (event) => {
    if (isAway) {
      setResponseStatus(event, 503)
      return { error: { code: 'unavailable', message: 'Try again in a minute.', requestId: 'r' } }
    }
    const { action } = await readBody<{ action: string }>(event)
    row = { ...row, isPinned: action === 'pin', isMuted: action === 'mute' }
    return view()
  },
})

it('pins and mutes at once, and takes back what failed', async () => {
  const wrapper = await mountSuspended(YourTopics)
  await expect.poll(() => wrapper.text()).toContain('Bees')
  const button = (label: string) => wrapper.get(`[aria-label="${label}"]`)
  await button('Show more of Bees').trigger('click')
  expect(button('Show more of Bees').attributes('aria-pressed')).toBe('true')
  await expect.poll(() => row.isPinned).toBe(true)
  await button('Show nothing of Bees').trigger('click')
  expect(button('Show more of Bees').attributes('aria-pressed')).toBe('false')
  await expect.poll(() => row.isMuted).toBe(true)
  isAway = true
  await button('Show nothing of Bees').trigger('click')
  expect(button('Show nothing of Bees').attributes('aria-pressed')).toBe('false')
  await expect.poll(() => wrapper.find('[role=alert]').exists()).toBe(true)
  await expect.poll(() => button('Show nothing of Bees').attributes('aria-pressed')).toBe('true')
})

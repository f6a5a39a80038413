import { mountSuspended, registerEndpoint } from '@nuxt/test-utils/runtime'
import { flushPromises } from '@vue/test-utils'
import { readBody } from 'h3'
import { beforeEach, describe, expect, it } from 'vitest'
import type { MeView } from '#shared/accounts'
import Welcome from '~/pages/welcome.vue'
import { meView } from '../support/me-view'

let user: MeView
const taken: object[] = []
const next = { topics: 'people', people: 'preferences', preferences: 'done' } as const

registerEndpoint('/api/auth/session', () => ({ kind: 'user', user }))
registerEndpoint('/api/topics', () => ({
  items: [
    {
      id: '1'.repeat(24),
      combinedTopicName: 'biology',
      topicName: 'Biology',
      description: '',
      thumbnailURL: '',
      prerequisites: [],
    },
  ],
  nextCursor: null,
}))
registerEndpoint('/api/people/suggestions', () => ({
  items: [{ id: '2'.repeat(24), username: 'jan', name: 'Jan Kowalski', profilePicture: '' }],
  nextCursor: null,
}))
registerEndpoint('/api/me/onboarding', {
  method: 'POST',
  async handler(event) {
    const body = (await readBody(event)) as { step: keyof typeof next }
    taken.push(body)
    user = { ...user, onBoardingStatus: next[body.step] }
    return user
  },
})

describe('the welcome', () => {
  beforeEach(() => {
    taken.length = 0
    useState('session').value = null
  })

  async function open(onBoardingStatus: string) {
    user = meView({ onBoardingStatus })
    useState('session').value = { kind: 'user', user }
    const page = await mountSuspended(Welcome, { attachTo: document.body })
    await flushPromises()
    return page
  }

  it('sends the chosen topics, then suggests people', async () => {
    const page = await open('new')
    await expect.poll(() => page.text()).toContain('Biology')
    const topic = page.findAll('button').find((button) => button.text() === 'Biology')!
    await topic.trigger('click')
    expect(topic.attributes('aria-pressed')).toBe('true')
    await page.findAll('button').find((button) => button.text() === 'Next')!.trigger('click') // prettier-ignore
    await expect.poll(() => page.text()).toContain('Jan Kowalski')
    expect(taken).toEqual([{ step: 'topics', isSkipped: false, topics: ['biology'] }])
    expect(page.text()).toContain('Step 2 of 3')
    page.unmount()
  })

  it('is taken up where it was left', async () => {
    const page = await open('preferences')
    expect(page.text()).toContain('Step 3 of 3')
    expect(page.findAll('[role=switch]')).toHaveLength(4)
    page.unmount()
  })
})

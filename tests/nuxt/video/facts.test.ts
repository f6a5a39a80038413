import { mountSuspended, registerEndpoint } from '@nuxt/test-utils/runtime'
import { beforeEach, describe, expect, it, vi } from 'vitest'
import Facts from '~/components/video/Facts.vue'
import { signInAs } from '../support/session'
import { videoView } from '../support/video-view'

registerEndpoint('/api/users/marta', () => ({
  connection: { state: 'none', relationshipId: null, isFollowing: true },
}))

beforeEach(() => {
  clearNuxtData()
  signInAs('me', 'c'.repeat(24))
})

const open = (video = videoView()) => mountSuspended(Facts, { props: { video } })

describe('the facts of a video', () => {
  it('lead to its creator, who can be followed there and then', async () => {
    const facts = await open()
    expect(facts.get('p a[href="/people/marta"]').text()).toBe('Marta Nowak')
    await vi.waitFor(() => expect(facts.text()).toContain('Following'))
  })

  it('offer nobody to follow on a video of one’s own', async () => {
    const facts = await open(videoView({ isMine: true }))
    expect(facts.text()).not.toContain('Follow')
  })

  it('lead nowhere for a creator who has left', async () => {
    const uploader = {
      id: 'b'.repeat(24),
      username: 'former-member',
      name: 'Former member',
      profilePicture: '',
    }
    const facts = await open(videoView({ uploader }))
    expect(facts.text()).toContain('Former member')
    expect(facts.find('a[href^="/people"]').exists()).toBe(false)
    expect(facts.text()).not.toContain('Follow')
  })
})

import { mountSuspended, registerEndpoint } from '@nuxt/test-utils/runtime'
import { setResponseStatus } from 'h3'
import { beforeEach, describe, expect, it, vi } from 'vitest'
import type { ProfileView } from '#shared/profiles'
import Profile from '~/pages/people/[username].vue'
import { signInAs } from '../support/session'
import { videoView } from '../support/video-view'

const PROFILE: ProfileView = {
  id: 'b'.repeat(24),
  username: 'marta',
  name: 'Marta Nowak',
  profilePicture: '',
  bio: 'Bees and gardens.',
  registrationDate: '2026-11-01T12:00:00.000Z',
  videoCount: 1,
  clipCount: 2,
  followerCount: 1200,
  followingCount: 3,
  connection: { state: 'none', relationshipId: null, isFollowing: false },
  isMe: false,
}
let profile: ProfileView | null = PROFILE
registerEndpoint('/api/users/marta', (event) => {
  if (profile) return profile
  setResponseStatus(event, 404)
  return { error: { code: 'not_found', message: 'There is no such person.', requestId: 'r' } }
})
registerEndpoint('/api/users/marta/videos', () => ({
  items: [videoView({ title: 'Bees' })],
  nextCursor: null,
}))
registerEndpoint('/api/users/marta/followers', () => ({
  items: [{ id: 'd'.repeat(24), username: 'jan', name: 'Jan Kowal', profilePicture: '' }],
  nextCursor: null,
}))

beforeEach(() => {
  profile = PROFILE
  clearNuxtData()
  signInAs('me')
  vi.stubGlobal('IntersectionObserver', class { observe() {} unobserve() {} disconnect() {} }) // prettier-ignore
})

const open = (query = '') => mountSuspended(Profile, { route: `/people/marta${query}` })

describe('a profile', () => {
  it('shows who it is, the figures and the videos', async () => {
    const page = await open()
    await vi.waitFor(() => expect(page.get('h1').text()).toBe('Marta Nowak'))
    expect(page.text()).toContain('Bees and gardens.')
    expect(page.text()).toContain('1.2K followers')
    expect(page.text()).toContain('1 video')
    await vi.waitFor(() => expect(page.findAll('article')).toHaveLength(1))
    for (const label of ['Follow Marta Nowak', 'Connect with Marta Nowak', 'More about Marta Nowak']) {
      expect(page.find(`button[aria-label="${label}"]`).exists()).toBe(true)
    }
  })

  it('opens at the tab of the address', async () => {
    const page = await open('?tab=followers')
    await vi.waitFor(() => expect(page.find('a[href="/people/jan"]').exists()).toBe(true))
  })

  it('leaves only the name and the way back of somebody who is blocked', async () => {
    profile = {
      ...PROFILE,
      connection: { state: 'blocked', relationshipId: 'c'.repeat(24), isFollowing: false },
    }
    const page = await open()
    await vi.waitFor(() => expect(page.text()).toContain('You blocked this person'))
    expect(page.find('[role="tablist"]').exists()).toBe(false)
    expect(page.find('button[aria-label="Unblock Marta Nowak"]').exists()).toBe(true)
    expect(page.text()).not.toContain('Follow')
  })

  it('offers oneself to edit, and nothing to follow', async () => {
    profile = { ...PROFILE, isMe: true, connection: null }
    const page = await open()
    await vi.waitFor(() => expect(page.text()).toContain('Edit the profile'))
    expect(page.find('button[aria-label="Follow Marta Nowak"]').exists()).toBe(false)
  })

  it('says the same of a missing person and of one who is hidden', async () => {
    profile = null
    const page = await open()
    await vi.waitFor(() => expect(page.text()).toContain('This person is not here'))
  })
})

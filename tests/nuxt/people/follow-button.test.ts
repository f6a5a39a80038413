import { mockNuxtImport, mountSuspended, registerEndpoint } from '@nuxt/test-utils/runtime'
import { flushPromises } from '@vue/test-utils'
import { setResponseStatus } from 'h3'
import { beforeEach, describe, expect, it, vi } from 'vitest'
import FollowButton from '~/components/people/FollowButton.vue'
import { signInAs, signOut } from '../support/session'

const { navigate } = vi.hoisted(() => ({ navigate: vi.fn() }))
mockNuxtImport('navigateTo', () => navigate)

const person = { id: 'b'.repeat(24), username: 'marta', name: 'Marta Nowak' }
let isRefused = false
for (const method of ['POST', 'DELETE'] as const) {
  registerEndpoint('/api/users/marta/follow', {
    method,
    handler: (event) => {
      if (!isRefused) return { isFollowing: method === 'POST', followerCount: method === 'POST' ? 8 : 7 }
      setResponseStatus(event, 429)
      return { error: { code: 'rate_limited', message: 'Try again in 3 min.', requestId: 'r' } }
    },
  })
}

beforeEach(() => {
  isRefused = false
  navigate.mockReset()
  clearNuxtData()
  signInAs('me')
})

const open = (isFollowing?: boolean) =>
  mountSuspended(FollowButton, { props: { person, ...(isFollowing === undefined ? {} : { isFollowing }) } })

describe('the follow button', () => {
  it('follows at once, and tells the count that the server gave', async () => {
    const button = await open(false)
    expect(button.get('button').attributes('aria-label')).toBe('Follow Marta Nowak')
    await button.get('button').trigger('click')
    expect(button.text()).toContain('Following')
    await vi.waitFor(() => expect(button.emitted('changed')).toContainEqual([true, 8]))
  })

  it('takes it back when the server refuses', async () => {
    isRefused = true
    const button = await open(false)
    await button.get('button').trigger('click')
    await vi.waitFor(() => expect(button.text()).toBe('Follow'))
    expect(button.emitted('changed')?.at(-1)).toEqual([false, null])
  })

  it('asks a guest to log in', async () => {
    signOut()
    const button = await open()
    await button.get('button').trigger('click')
    expect(navigate).toHaveBeenCalledWith(expect.objectContaining({ name: 'login' }))
  })

  it('asks for what it was not told', async () => {
    registerEndpoint('/api/users/marta', () => ({
      connection: { state: 'none', relationshipId: null, isFollowing: true },
    }))
    const button = await open()
    await vi.waitFor(() => expect(button.text()).toBe('Following'))
  })

  it('is not there for oneself', async () => {
    signInAs('me', person.id)
    const button = await open(false)
    await flushPromises()
    expect(button.find('button').exists()).toBe(false)
  })
})

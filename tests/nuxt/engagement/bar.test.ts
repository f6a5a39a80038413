import { mockNuxtImport, mountSuspended, registerEndpoint } from '@nuxt/test-utils/runtime'
import { flushPromises } from '@vue/test-utils'
import { setResponseStatus } from 'h3'
import { beforeEach, describe, expect, it, vi } from 'vitest'
import Bar from '~/components/engagement/Bar.vue'

const { navigateTo } = vi.hoisted(() => ({ navigateTo: vi.fn() }))
mockNuxtImport('navigateTo', () => navigateTo)

const id = 'c'.repeat(24)
const target = { kind: 'clip' as const, id, viewCount: 1200, likeCount: 5, dislikeCount: 0, myReaction: null }
let calls: string[] = []
let isAway = false

function answer(
  method: 'POST' | 'DELETE',
  reaction: 'like' | 'dislike',
  standing: 'like' | 'dislike' | null,
) {
  registerEndpoint(`/api/clips/${id}/${reaction}`, {
    method,
    handler: (event) => {
      calls.push(`${method} ${reaction}`)
      if (isAway) {
        setResponseStatus(event, 503)
        return { error: { code: 'unavailable', message: 'Away for a moment.', requestId: 'r' } }
      }
      return {
        viewCount: 1200,
        likeCount: standing === 'like' ? 6 : 5,
        dislikeCount: standing === 'dislike' ? 1 : 0,
        myReaction: standing,
      }
    },
  })
}
answer('POST', 'like', 'like')
answer('POST', 'dislike', 'dislike')
answer('DELETE', 'like', null)
answer('DELETE', 'dislike', null)

beforeEach(() => {
  calls = []
  isAway = false
  navigateTo.mockReset()
  useState('session').value = { kind: 'user', user: { id: 'u' } }
})

const pressed = (bar: Awaited<ReturnType<typeof open>>) =>
  bar.findAll('button').map((button) => button.attributes('aria-pressed'))
const open = () => mountSuspended(Bar, { props: { target } })

describe('the bar below a clip', () => {
  it('shows a like at once, and a dislike in its place', async () => {
    const bar = await open()
    expect(bar.text()).toContain('1.2K views')
    await bar.findAll('button')[0]!.trigger('click')
    expect(pressed(bar)).toEqual(['true', 'false'])
    expect(bar.findAll('button')[0]!.attributes('aria-label')).toBe('Like, 6 likes')
    await expect.poll(() => calls).toEqual(['POST like'])
    await flushPromises()
    await bar.findAll('button')[1]!.trigger('click')
    expect(pressed(bar)).toEqual(['false', 'true'])
    await expect.poll(() => calls).toEqual(['POST like', 'POST dislike'])
  })

  it('goes back to how it was when it could not be saved', async () => {
    isAway = true
    const bar = await open()
    await bar.findAll('button')[0]!.trigger('click')
    expect(pressed(bar)).toEqual(['true', 'false'])
    await expect.poll(() => pressed(bar)).toEqual(['false', 'false'])
    expect(bar.findAll('button')[0]!.text()).toBe('5')
  })

  it('leads guests to log in, and back', async () => {
    useState('session').value = { kind: 'guest', user: null }
    const bar = await open()
    await bar.findAll('button')[0]!.trigger('click')
    expect(navigateTo).toHaveBeenCalledWith(expect.objectContaining({ name: 'login' }))
    expect(calls).toEqual([])
  })
})

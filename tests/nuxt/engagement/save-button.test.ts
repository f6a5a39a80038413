import { mockNuxtImport, mountSuspended, registerEndpoint } from '@nuxt/test-utils/runtime'
import { setResponseStatus } from 'h3'
import { beforeEach, describe, expect, it, vi } from 'vitest'
import SaveButton from '~/components/engagement/SaveButton.vue'

const { navigateTo } = vi.hoisted(() => ({ navigateTo: vi.fn() }))
mockNuxtImport('navigateTo', () => navigateTo)

const id = 'd'.repeat(24)
let calls: string[] = []
let isAway = false

for (const method of ['PUT', 'DELETE'] as const) {
  registerEndpoint(`/api/saved/clip/${id}`, {
    method,
    handler: (event) => {
      calls.push(method)
      setResponseStatus(event, isAway ? 503 : 204)
      return isAway ? { error: { code: 'unavailable', message: 'Away.', requestId: 'r' } } : null
    },
  })
}

beforeEach(() => {
  calls = []
  isAway = false
  navigateTo.mockReset()
  useState('session').value = { kind: 'user', user: { id: 'u' } }
})

const open = () => mountSuspended(SaveButton, { props: { target: { kind: 'clip', id, isSaved: false } } })

describe('the button that saves for later', () => {
  it('shows at once what was pressed, tells it, and takes it back', async () => {
    const button = await open()
    await button.trigger('click')
    expect(button.attributes('aria-pressed')).toBe('true')
    await expect.poll(() => calls).toEqual(['PUT'])
    await button.trigger('click')
    await expect.poll(() => calls).toEqual(['PUT', 'DELETE'])
    expect(button.attributes('aria-pressed')).toBe('false')
    expect(button.emitted('saved')).toEqual([[true], [false]])
  })

  it('goes back to how it was where the server refuses', async () => {
    isAway = true
    const button = await open()
    await button.trigger('click')
    await expect.poll(() => button.attributes('aria-pressed')).toBe('false')
    expect(calls).toEqual(['PUT'])
  })

  it('leads guests to log in', async () => {
    useState('session').value = { kind: 'guest' }
    const button = await open()
    await button.trigger('click')
    expect(navigateTo).toHaveBeenCalledWith(expect.objectContaining({ name: 'login' }))
    expect(calls).toEqual([])
  })
})

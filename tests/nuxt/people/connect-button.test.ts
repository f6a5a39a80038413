import { mountSuspended, registerEndpoint } from '@nuxt/test-utils/runtime'
import { readBody, setResponseStatus } from 'h3'
import { beforeEach, describe, expect, it, vi } from 'vitest'
import ConnectButton from '~/components/people/ConnectButton.vue'
import type { Connection } from '~/composables/usePeople'

const person = { username: 'marta', name: 'Marta Nowak' }
const ROW = { id: 'c'.repeat(24), status: 'pending', isMine: true }
const calls = vi.fn<(call: string, body?: unknown) => void>()
let answer: object = ROW
let status = 200

registerEndpoint('/api/relationships', {
  method: 'POST',
  handler: async (event) => {
    calls('POST', await readBody(event))
    setResponseStatus(event, status)
    return answer
  },
})
registerEndpoint(`/api/relationships/${ROW.id}`, {
  method: 'PATCH',
  handler: async (event) => {
    const body = await readBody<{ status: string }>(event)
    calls('PATCH', body)
    return { ...ROW, isMine: false, status: body.status }
  },
})
registerEndpoint(`/api/relationships/${ROW.id}`, {
  method: 'DELETE',
  handler: (event) => {
    calls('DELETE')
    setResponseStatus(event, 204)
    return null
  },
})

beforeEach(() => {
  calls.mockReset()
  answer = ROW
  status = 200
})

const open = (state: Connection['state']) =>
  mountSuspended(ConnectButton, {
    props: {
      person,
      connection: { state, relationshipId: state === 'none' ? null : ROW.id, isFollowing: true },
    },
  })

describe('the connect button', () => {
  it('asks, and shows that it waits', async () => {
    const button = await open('none')
    await button.get('button').trigger('click')
    await vi.waitFor(() =>
      expect(button.emitted('changed')).toEqual([
        [{ state: 'requested', relationshipId: ROW.id, isFollowing: true }],
      ]),
    )
    expect(calls).toHaveBeenCalledWith('POST', { username: 'marta', action: 'request' })
  })

  it('shows a connection where the other had asked too', async () => {
    answer = { ...ROW, status: 'accepted', isMine: false }
    const button = await open('none')
    await button.get('button').trigger('click')
    await vi.waitFor(() => expect(button.emitted('changed')?.[0]).toMatchObject([{ state: 'connected' }]))
  })

  it('stays as it was when the server refuses', async () => {
    status = 429
    answer = { error: { code: 'rate_limited', message: 'Try again in 3 min.', requestId: 'r' } }
    const button = await open('none')
    await button.get('button').trigger('click')
    await vi.waitFor(() => expect(button.get('button').attributes('disabled')).toBeUndefined())
    expect(button.emitted('changed')).toBeUndefined()
    expect(button.text()).toContain('Connect')
  })

  it.each([
    ['Accept', 'accepted', 'connected'],
    ['Decline', 'declined', 'none'],
  ])('offers to %s what was asked', async (label, wanted, state) => {
    const buttons = await open('asked')
    const button = buttons.findAll('button').find((each) => each.text() === label)
    expect(button?.attributes('aria-label')).toBe(`${label} the request of Marta Nowak`)
    await button?.trigger('click')
    await vi.waitFor(() => expect(buttons.emitted('changed')?.[0]).toMatchObject([{ state }]))
    expect(calls).toHaveBeenCalledWith('PATCH', { status: wanted })
  })

  it('unblocks', async () => {
    const button = await open('blocked')
    expect(button.text()).toContain('Unblock')
    await button.get('button').trigger('click')
    await vi.waitFor(() => expect(button.emitted('changed')?.[0]).toMatchObject([{ state: 'none' }]))
    expect(calls).toHaveBeenCalledWith('DELETE')
  })

  it.each([
    ['requested', 'Requested'],
    ['connected', 'Connected'],
  ] as const)('says %s, and keeps the way out in a menu', async (state, label) => {
    const button = await open(state)
    expect(button.get('button').text()).toBe(label)
    expect(button.get('button').attributes('aria-haspopup')).toBe('menu')
  })
})

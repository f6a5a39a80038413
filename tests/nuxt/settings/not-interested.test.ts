import { mountSuspended, registerEndpoint } from '@nuxt/test-utils/runtime'
import { setResponseStatus } from 'h3'
import { beforeEach, expect, it } from 'vitest'
import type { DismissalView } from '#shared/feed'
import NotInterested from '~/components/settings/NotInterested.vue'

const ids = ['a', 'b', 'c'].map((digit) => digit.repeat(24))
const line = (id: string, change: Partial<DismissalView>): DismissalView => ({
  id,
  scope: 'item',
  date: '2026-11-22T00:00:00.000Z',
  item: { kind: 'clip', id, title: null },
  topic: null,
  creator: null,
  ...change,
})
let calls: string[] = []
let isAway = false

registerEndpoint('/api/feed/dismissals', () => ({
  items: [
    line(ids[0]!, { item: { kind: 'clip', id: ids[0]!, title: 'A bee lands' } }),
    line(ids[1]!, { scope: 'topic', topic: 'biology/bees' }),
    line(ids[2]!, {}),
  ],
  nextCursor: null,
}))
registerEndpoint(`/api/feed/dismissals/${ids[1]}`, {
  method: 'DELETE',
  handler: (event) => {
    calls.push('DELETE')
    setResponseStatus(event, isAway ? 503 : 204)
    return isAway ? { error: { code: 'unavailable', message: 'Away.', requestId: 'r' } } : null
  },
})

beforeEach(() => {
  clearNuxtData()
  calls = []
  isAway = false
})

async function open() {
  const list = await mountSuspended(NotInterested)
  await expect.poll(() => list.findAll('li').length).toBe(3)
  return list
}

it('lists what was left out by name, also what is gone, and lets it in again', async () => {
  const list = await open()
  expect(list.findAll('li p:first-child').map((name) => name.text())).toEqual(['A bee lands', 'Bees', 'No longer there']) // prettier-ignore
  await list.findAll('button')[1]!.trigger('click')
  expect(list.findAll('li')).toHaveLength(2)
  await expect.poll(() => calls).toEqual(['DELETE'])
})

it('shows it again where the server refused', async () => {
  isAway = true
  const list = await open()
  await list.findAll('button')[1]!.trigger('click')
  await expect.poll(() => calls).toEqual(['DELETE'])
  await expect.poll(() => list.findAll('li').length).toBe(3)
})

import { expect, it } from 'vitest'
import { createLanes } from '../../../../composables/upload/lanes'

const never = new AbortController().signal

it('lets so many in, and the rest in the order of asking', async () => {
  const lanes = createLanes(2)
  const order: string[] = []
  const leaves = await Promise.all([lanes.enter(never), lanes.enter(never)])
  const third = lanes.enter(never).then((leave) => (order.push('third'), leave))
  const fourth = lanes.enter(never).then((leave) => (order.push('fourth'), leave))
  expect(order).toEqual([])
  leaves[0]?.()
  leaves[0]?.() // a lane is left once
  const leaveThird = await third
  expect(order).toEqual(['third'])
  leaveThird()
  await fourth
  expect(order).toEqual(['third', 'fourth'])
})

it('forgets who stopped waiting', async () => {
  const lanes = createLanes(1)
  const leave = await lanes.enter(never)
  const gone = new AbortController()
  const waiting = lanes.enter(gone.signal)
  gone.abort(new Error('paused'))
  await expect(waiting).rejects.toThrow('paused')
  leave()
  await expect(lanes.enter(never)).resolves.toBeTypeOf('function')
})

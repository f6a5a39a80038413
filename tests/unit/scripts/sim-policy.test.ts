import { expect, it } from 'vitest'
import { seededRandom } from '../../../server/recommendations/core/random.ts'
import { SimPolicy } from '../../load/recommend/sim-core.ts'

const TOPICS = Array.from({ length: 8 }, (_, id) => ({ id, area: id >> 2, prereq: id % 4 ? id - 1 : -1 }))
const clip = (id: number) => ({
  id,
  video: id >> 2,
  k: id & 3,
  creator: (id >> 2) % 7,
  day: 0,
  topic: (id >> 2) % 8,
  topic2: -1,
  level: id % 4,
  nsfw: id % 11 === 0,
})

it('the policy of the simulator never gives what was seen or what somebody turned off, and learns while it is asked', () => {
  const policy = new SimPolicy({ topics: TOPICS, R: seededRandom(3).next })
  for (let id = 0; id < 200; id++) policy.onClip(clip(id))
  const person = { id: 1, onboard: [0], nsfwOk: false, seen: new Set<number>() }
  let late = 0
  for (let turn = 0; turn < 20; turn++) {
    const given = policy.refill(person, 5, { day: turn / 4, tier: () => 'HOT' })
    expect(new Set(given).size).toBe(5)
    for (const id of given) {
      expect(person.seen.has(id)).toBe(false)
      expect(clip(id).nsfw).toBe(false)
      person.seen.add(id)
      const watch = clip(id).topic >= 4 ? 0.9 : 0.1
      if (turn >= 10) late += watch
      policy.onEvent(person, clip(id), { watch, like: 0, dislike: 0, hot: 1 })
    }
  }
  // half of all clips are liked, and the topic that was chosen first is not
  expect(late / 50).toBeGreaterThan(0.55)
})

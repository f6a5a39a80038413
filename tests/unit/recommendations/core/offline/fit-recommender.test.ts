import { describe, expect, it } from 'vitest'
import { invertPositive } from '../../../../../server/recommendations/core/offline/dense-inverse.ts'
import { fitRecommender } from '../../../../../server/recommendations/core/offline/fit-recommender.ts'
import { toInteractions } from '../../../../../server/recommendations/core/offline/interactions.ts'
import { seededRandom } from '../../../../../server/recommendations/core/random.ts'
import { splitSet } from '../../../../load/recommend/split-set.ts'
import { SHAPES } from '../../../../load/recommend/shapes.ts'
import { makeSet } from '../../../../load/recommend/synthetic-sets.ts'

describe('fitRecommender', () => {
  it.each([
    ['random', 1.05],
    ['user-time', 1.05],
    // five events of each of 250 people tell little more than what is popular: nothing may be made of it
    ['five-events', 0.93],
  ] as const)(
    'finds what was hidden as well as popularity does, and better where there is something to learn (%s)',
    (kind, factor) => {
      const set = makeSet({ ...SHAPES.movies, users: 160, items: 200, events: 6000 })
      const rows = toInteractions(set.events, set.users, set.items)
      const { train, targets } = splitSet(rows, kind, 3)
      const { recommend } = fitRecommender(train, set.topics)
      const popular = [...new Int32Array(set.items).keys()]
      const counts = new Float64Array(set.items)
      for (const item of train.item) counts[item]!++
      popular.sort((a, b) => counts[b]! - counts[a]!)
      let [mine, theirs] = [0, 0]
      for (let u = 0; u < set.users; u++) {
        const [from, to] = [train.offsets[u]!, train.offsets[u + 1]!]
        const item = train.item.subarray(from, to)
        const history = { item, time: train.time.subarray(from, to), grade: train.grade.subarray(from, to) }
        const hits = (list: Iterable<number>) => [...list].filter((each) => targets[u]!.has(each)).length
        mine += hits(recommend(history, 10))
        theirs += hits(popular.filter((each) => !item.includes(each)).slice(0, 10))
      }
      expect(mine).toBeGreaterThan(theirs * factor)
    },
    30_000,
  )
})

describe('invertPositive', () => {
  it('times the matrix is one, for sizes that are no multiple of a block', () => {
    for (const n of [1, 2, 3, 5, 18, 64, 150]) {
      const random = seededRandom(n)
      const a = new Float64Array(n * n)
      for (let i = 0; i < n; i++) for (let j = 0; j <= i; j++) a[i * n + j] = a[j * n + i] = random.normal()
      for (let i = 0; i < n; i++) a[i * n + i]! += 3 * n
      const inverse = invertPositive(a.slice(), n)
      const at = (i: number, j: number) => inverse[Math.max(i, j) * n + Math.min(i, j)]!
      for (let i = 0; i < n; i++) {
        for (let j = 0; j < n; j++) {
          let sum = 0
          for (let k = 0; k < n; k++) sum += a[i * n + k]! * at(k, j)
          expect(sum).toBeCloseTo(i === j ? 1 : 0, 9)
        }
      }
    }
  })
})

import { describe, expect, it } from 'vitest'
import { chooseSettings } from '../../../../../server/recommendations/core/offline/component-settings.ts'
import { fitComponents } from '../../../../../server/recommendations/core/offline/components.ts'
import { invertPositive } from '../../../../../server/recommendations/core/offline/dense-inverse.ts'
import {
  fitRecommender,
  runTrials,
} from '../../../../../server/recommendations/core/offline/fit-recommender.ts'
import { holdOut } from '../../../../../server/recommendations/core/offline/hold-out.ts'
import {
  toInteractions,
  type Interactions,
} from '../../../../../server/recommendations/core/offline/interactions.ts'
import { newScorer } from '../../../../../server/recommendations/core/offline/score-user.ts'
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
        const history = historyOf(train, u)
        const hits = (list: Iterable<number>) => [...list].filter((each) => targets[u]!.has(each)).length
        mine += hits(recommend(history, 10))
        theirs += hits(popular.filter((each) => !history.item.includes(each)).slice(0, 10))
      }
      expect(mine).toBeGreaterThan(theirs * factor)
    },
    30_000,
  )
})

describe('a trial', () => {
  it('holds the best candidates alone, whatever was taken up: to be found late is no merit', () => {
    const set = makeSet({ ...SHAPES.lists, users: 150, items: 900, events: 9000 })
    const rows = toInteractions(set.events, set.users, set.items)
    const held = holdOut(rows, true, { share: 0.4, most: 100, seed: 1 })
    const components = fitComponents(held.rows, set.topics, chooseSettings(rows, true))
    const score = newScorer(components)
    let missed = 0
    runTrials(components, held).forEach(({ gain, ideal }, turn) => {
      const { history, targets } = held.users[turn]!
      const best = [...score(history).items.subarray(0, gain.length)]
      expect([...gain]).toEqual(best.map((item) => Math.fround(targets.get(item) ?? 0)))
      missed += ideal.length - gain.filter((value) => value > 0).length
    })
    // they count as missed
    expect(missed).toBeGreaterThan(100)
  }, 30_000)
})

function historyOf(rows: Interactions, user: number) {
  const [from, to] = [rows.offsets[user]!, rows.offsets[user + 1]!]
  return {
    item: rows.item.subarray(from, to),
    time: rows.time.subarray(from, to),
    grade: rows.grade.subarray(from, to),
  }
}

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

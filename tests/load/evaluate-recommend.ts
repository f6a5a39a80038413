// node tests/load/evaluate-recommend.ts [sets] [splits] [scale]: the recommender against EASE, item-kNN and popularity on made-up sets.
import { fitRecommender } from '../../server/recommendations/core/offline/fit-recommender.ts'
import { toInteractions, type Interactions } from '../../server/recommendations/core/offline/interactions.ts'
import { FEATURES, FEATURE_COUNT, newScorer } from '../../server/recommendations/core/offline/score-user.ts'
import { SHAPES, type Shape } from './recommend/shapes.ts'
import { makeSet } from './recommend/synthetic-sets.ts'
import { splitSet, type SplitKind } from './recommend/split-set.ts'

const [sets = 'movies', splits = 'random,user-time,five-events', scale = '1'] = process.argv.slice(2)

for (const name of sets.split(',') as (keyof typeof SHAPES)[]) {
  const set = makeSet(scaled(SHAPES[name], Number(scale)))
  const rows = toInteractions(set.events, set.users, set.items)
  for (const kind of splits.split(',') as SplitKind[]) {
    const { train, targets } = splitSet(rows, kind, 5)
    const asked = targets.flatMap((found, u) =>
      found.size > 0 && train.offsets[u + 1]! > train.offsets[u]! ? [u] : [],
    )
    const started = performance.now()
    const { recommend, report, components } = fitRecommender(train, set.topics)
    const mine = ndcg(asked, targets, (u) => [...recommend(historyOf(train, u), 10)])
    const seconds = (performance.now() - started) / 1000
    console.log(`${name} ${kind} events ${train.item.length} asked ${asked.length} mine ${mine.toFixed(4)} in ${seconds.toFixed(0)} s`) // prettier-ignore
    console.log(`   ${JSON.stringify(report)}`)
    const score = newScorer(components)
    const alone = FEATURES.map((feature, f) => {
      const value = ndcg(asked, targets, (u) => {
        const { count, items, features } = score(historyOf(train, u))
        return Array.from({ length: count }, (_, c) => c)
          .sort((a, b) => features[b * FEATURE_COUNT + f]! - features[a * FEATURE_COUNT + f]!)
          .slice(0, 10)
          .map((c) => items[c]!)
      })
      return `${feature} ${value.toFixed(4)}`
    })
    console.log(`   ${alone.join('  ')}`)
  }
}

/** As dense as the shape, with fewer people and things. */
function scaled(shape: Shape, by: number): Shape {
  const share = (value: number) => Math.round(value * by)
  return {
    ...shape,
    users: share(shape.users),
    items: share(shape.items),
    events: share(share(shape.events)),
  }
}

function historyOf(rows: Interactions, user: number) {
  const [from, to] = [rows.offsets[user]!, rows.offsets[user + 1]!]
  return {
    item: rows.item.subarray(from, to),
    time: rows.time.subarray(from, to),
    grade: rows.grade.subarray(from, to),
  }
}

function ndcg(asked: number[], targets: Set<number>[], rank: (user: number) => number[]): number {
  let sum = 0
  for (const user of asked) {
    const found = targets[user]!
    let [got, ideal] = [0, 0]
    rank(user).forEach((item, k) => (got += found.has(item) ? 1 / Math.log2(k + 2) : 0))
    for (let k = 0; k < Math.min(10, found.size); k++) ideal += 1 / Math.log2(k + 2)
    sum += got / ideal
  }
  return sum / asked.length
}

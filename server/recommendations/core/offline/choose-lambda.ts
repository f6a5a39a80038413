import { easeOf, gramOf } from './dense-ease.ts'
import type { HeldUser, HoldOut } from './hold-out.ts'
import { countByItem } from './interactions.ts'

const LAMBDAS = [30, 100, 300, 1000, 3000]
/** The most popular items and so many people are enough to tell ridges from one another. */
const ITEMS = 600
const PEOPLE = 600
/** Another ridge than the usual one has to be better by this share, or the difference is chance. */
const CLEARLY = 1.01
const USUAL = 300

/** The ridge of EASE under which it finds most of what is hidden. */
export function chooseLambda({ rows, users }: HoldOut): number {
  const counts = countByItem(rows)
  const block = Int32Array.from(counts.keys())
    .sort((a, b) => counts[b]! - counts[a]! || a - b)
    .slice(0, ITEMS)
  const place = new Int32Array(rows.items).fill(block.length)
  block.forEach((item, at) => (place[item] = at))
  const gram = gramOf(rows, place, block.length, 0)
  const asked = users.slice(0, PEOPLE)
  const found = (lambda: number) => {
    const { weights, size } = easeOf(gram.slice(), block.length, lambda)
    return asked.reduce((sum, user) => sum + foundOf(user, place, size, weights), 0)
  }
  let [best, most] = [USUAL, found(USUAL) * CLEARLY]
  for (const lambda of LAMBDAS) {
    const value = lambda === USUAL ? 0 : found(lambda)
    if (value > most) [best, most] = [lambda, value]
  }
  return best
}

const CUT = 10

/** Discounted gain of the ten best, over the best that there could be. */
function foundOf(
  { history, targets }: HeldUser,
  place: Int32Array,
  size: number,
  weights: Float32Array,
): number {
  const score = new Float64Array(size)
  for (const item of history.item) {
    const at = place[item]!
    if (at < size) for (let k = 0; k < size; k++) score[k]! += weights[at * size + k]!
  }
  for (const item of history.item) if (place[item]! < size) score[place[item]!] = -Infinity
  const wanted = new Set(Array.from(targets.keys(), (item) => place[item]!).filter((at) => at < size))
  const order = Int32Array.from(score.keys()).sort((a, b) => score[b]! - score[a]! || a - b)
  let [found, ideal] = [0, 0]
  for (let k = 0; k < CUT; k++) {
    const worth = 1 / Math.log2(k + 2)
    if (wanted.has(order[k]!)) found += worth
    if (k < wanted.size) ideal += worth
  }
  return ideal === 0 ? 0 : found / ideal
}

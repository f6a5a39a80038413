import { seededRandom, type Random } from '../../../server/recommendations/core/random.ts'
import type { EventColumns } from '../../../server/recommendations/core/offline/interactions.ts'
import type { TopicLists } from '../../../server/recommendations/core/offline/topic-lift.ts'

/** Made up, with what real sets have: a long tail, tastes, series, passing fashions, ratings, bulk sessions. */
export interface SyntheticSet {
  users: number
  items: number
  events: EventColumns
  topics: TopicLists
}

export interface Shape {
  users: number
  items: number
  events: number
  /** Deviation of the log of an item's appeal: the long tail. */
  tail: number
  /** How much taste counts. */
  taste: number
  /** Chance that the next event is the next part of a series, or near in the catalogue of the last. */
  sequence: number
  /** How much the appeal of an item drifts over the years. */
  fashion: number
  seed: number
}

export const SHAPES: Record<'movies' | 'places' | 'games', Shape> = {
  movies: { users: 943, items: 1682, events: 100_000, tail: 1.5, taste: 1.3, sequence: 0.12, fashion: 0.8, seed: 1 },
  places: { users: 12000, items: 16000, events: 330_000, tail: 1.1, taste: 2.6, sequence: 0.05, fashion: 0, seed: 2 },
  games: { users: 2500, items: 2400, events: 40_000, tail: 1.2, taste: 1.6, sequence: 0.3, fashion: 1.5, seed: 3 },
} // prettier-ignore

const RANK = 12
const TOPICS = 18
const SPAN = 1000

export function makeSet(shape: Shape): SyntheticSet {
  const random = seededRandom(shape.seed)
  const genre = Array.from({ length: shape.items }, () => random.below(TOPICS))
  const centre = Array.from({ length: TOPICS }, () => vector(random, 1))
  const things = genre.map((g) => add(centre[g]!, vector(random, 0.7), 1 / Math.sqrt(RANK)))
  const appeal = Float64Array.from(genre, () => random.normal() * shape.tail)
  const born = Float64Array.from(genre, () => (random.next() < 0.6 ? 0 : random.next() * SPAN))
  const events = emptyColumns(shape.events)
  const sizes = userSizes(shape, random)
  const score = new Float64Array(shape.items)
  for (let user = 0; user < shape.users; user++) {
    const own = add(centre[random.below(TOPICS)]!, centre[random.below(TOPICS)]!, 0.7)
    const taste = add(own, vector(random, 0.8), 1)
    const start = random.next() * SPAN * 0.9
    const seen = new Set<number>()
    for (let i = 0; i < shape.items; i++) {
      const age = Math.max(0, start - born[i]!) / SPAN
      const match = dot(taste, things[i]!) * shape.taste * 0.5
      const late = born[i]! > start ? -6 : -shape.fashion * 3 * age * (born[i]! > 0 ? 1 : 0.3)
      score[i] = Math.exp(appeal[i]! + match + late)
    }
    const draw = cumulative(score)
    let last = -1
    for (let n = 0, tries = 0; n < sizes[user]! && tries < 60 * sizes[user]!; tries++) {
      const follows = last >= 0 && random.next() < shape.sequence
      const item = follows ? (last + 1 + random.below(2)) % shape.items : draw(random.next())
      if (seen.has(item) || events.count >= shape.events) continue
      seen.add(item)
      const liking = dot(taste, things[item]!) * 0.6 + appeal[item]! * 0.25 + random.normal() * 0.8
      push(events, user, item, start + Math.floor(n / 4) * 0.01, rate(liking))
      last = item
      n++
    }
  }
  return { users: shape.users, items: shape.items, events, topics: listOf(genre) }
}

const rate = (liking: number) => Math.max(1, Math.min(5, Math.round(3.5 + liking * 0.9)))
const vector = (random: Random, scale: number) => Float64Array.from({ length: RANK }, () => random.normal() * scale) // prettier-ignore
const add = (a: Float64Array, b: Float64Array, scale: number) => a.map((value, k) => (value + b[k]!) * scale)
const dot = (a: Float64Array, b: Float64Array) => a.reduce((sum, value, k) => sum + value * b[k]!, 0)

function userSizes(shape: Shape, random: Random): number[] {
  const raw = Array.from({ length: shape.users }, () => Math.exp(random.normal() * 0.9))
  const scale = shape.events / raw.reduce((sum, value) => sum + value, 0)
  const fewest = Math.min(20, Math.floor((shape.events / shape.users) * 0.5))
  return raw.map((value) => Math.min(shape.items >> 1, Math.max(fewest, Math.round(value * scale))))
}

function cumulative(score: Float64Array): (at: number) => number {
  const sums = new Float64Array(score.length)
  let sum = 0
  for (let i = 0; i < score.length; i++) sums[i] = sum += score[i]!
  return (at) => {
    const wanted = at * sum
    let [low, high] = [0, sums.length - 1]
    while (low < high) {
      const middle = (low + high) >> 1
      if (sums[middle]! > wanted) high = middle
      else low = middle + 1
    }
    return low
  }
}

export function emptyColumns(size: number): EventColumns {
  return {
    count: 0,
    user: new Int32Array(size),
    item: new Int32Array(size),
    time: new Float64Array(size),
    grade: new Float32Array(size),
  }
}

function push(events: EventColumns, user: number, item: number, time: number, rating: number): void {
  const at = events.count++
  events.user[at] = user
  events.item[at] = item
  events.time[at] = time
  events.grade[at] = 0.25 + (0.75 * (rating - 1)) / 4
}

function listOf(genre: number[]): TopicLists {
  const offsets = Int32Array.from({ length: genre.length + 1 }, (_, i) => i)
  return { topics: TOPICS, offsets, topic: Int32Array.from(genre) }
}

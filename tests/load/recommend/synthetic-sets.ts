import { seededRandom, type Random } from '../../../server/recommendations/core/random.ts'
import type { EventColumns } from '../../../server/recommendations/core/offline/interactions.ts'
import { gradeByRank } from '../../../server/recommendations/core/offline/rating-scale.ts'
import type { TopicLists } from '../../../server/recommendations/core/offline/topic-lift.ts'
import type { Shape } from './shapes.ts'

/** Made up, with what real sets have: a long tail, tastes, series, passing fashions, ratings, bulk sessions. */
export interface SyntheticSet {
  users: number
  items: number
  events: EventColumns
  topics: TopicLists
}

const RANK = 12
const TOPICS = 18
const SPAN = 1000
/** Events after which what somebody wants now is worked out anew. */
const SESSION = 8

interface World {
  shape: Shape
  random: Random
  genre: number[]
  centre: Float64Array[]
  things: Float64Array[]
  appeal: Float64Array
  born: Float64Array
  /** The order in which a site lists its things, and the place of each in it. */
  listing: Int32Array
  placeInListing: Int32Array
}

export function makeSet(shape: Shape): SyntheticSet {
  const world = makeWorld(shape)
  const events = emptyColumns(shape.events)
  const sizes = userSizes(world)
  for (let user = 0; user < shape.users; user++) live(world, user, sizes[user]!, events)
  if (shape.feedback === 'counts') events.grade.set(gradeByRank(events.grade.subarray(0, events.count)))
  return { users: shape.users, items: shape.items, events, topics: listOf(world.genre) }
}

function makeWorld(shape: Shape): World {
  const random = seededRandom(shape.seed)
  const genre = Array.from({ length: shape.items }, () => random.below(TOPICS))
  const centre = Array.from({ length: TOPICS }, () => vector(random, 1))
  const things = genre.map((g) => add(centre[g]!, vector(random, 0.7), 1 / Math.sqrt(RANK)))
  const appeal = Float64Array.from(genre, () => random.normal() * shape.tail)
  const born = Float64Array.from(genre, () => (random.next() < shape.releases ? random.next() * SPAN : 0))
  const key = Float64Array.from(genre, (g, i) => g * 2 + appeal[i]! * 0.7 + random.normal() * 0.5)
  const listing = Int32Array.from(genre.keys()).sort((a, b) => key[a]! - key[b]!)
  const placeInListing = new Int32Array(shape.items)
  listing.forEach((item, at) => (placeInListing[item] = at))
  return { shape, random, genre, centre, things, appeal, born, listing, placeInListing }
}

/** One history: somebody comes at some time, and takes up one thing after another as their taste, the time and the last thing say. */
function live(world: World, user: number, size: number, events: EventColumns): void {
  const { shape, random, centre, things, appeal } = world
  let taste: Float64Array = add(add(centre[random.below(TOPICS)]!, centre[random.below(TOPICS)]!, 0.7), vector(random, 0.8), 1) // prettier-ignore
  let time = random.next() * SPAN * 0.9
  const seen = new Set<number>()
  let draw = wishesOf(world, taste, time, 0)
  let last = -1
  for (let n = 0, tries = 0; n < size && tries < 60 * size; tries++) {
    const item = next(world, last, draw)
    if (seen.has(item) || events.count >= shape.events) continue
    seen.add(item)
    const liking = dot(taste, things[item]!) * 0.6 + appeal[item]! * 0.25 + random.normal() * 0.8
    push(events, { user, item, time: shape.feedback === 'counts' ? 0 : time, grade: gradeOf(shape, liking) })
    last = item
    n++
    time += n % 3 === 0 ? 0 : 0.01
    if (n % SESSION > 0 || shape.drift + shape.pause + shape.deepening === 0) continue
    taste = drifted(world, taste)
    time += shape.pause * random.next() * SPAN
    draw = wishesOf(world, taste, time, n / size)
  }
}

/** Taste moves towards another genre and keeps its strength. */
function drifted({ shape, random, centre }: World, taste: Float64Array): Float64Array {
  const to = centre[random.below(TOPICS)]!
  return taste.map((value, k) => (1 - shape.drift) * value + shape.drift * 1.6 * to[k]!)
}

function next({ shape, random, listing, placeInListing }: World, last: number, draw: (at: number) => number) {
  const chance = random.next()
  if (last >= 0 && chance < shape.sequence) return (last + 1 + random.below(2)) % shape.items
  if (last < 0 || chance >= shape.sequence + shape.browsing) return draw(random.next())
  const step = 1 + Math.floor(random.next() ** 2 * 12)
  return listing[(placeInListing[last]! + step) % shape.items]!
}

/** @param depth 0 to 1: how far somebody is in their history; the known things come first */
function wishesOf({ shape, things, appeal, born }: World, taste: Float64Array, time: number, depth: number) {
  const score = new Float64Array(shape.items)
  const strength = 1 - shape.deepening * depth
  for (let i = 0; i < shape.items; i++) {
    const age = Math.max(0, time - born[i]!) / SPAN
    const match = dot(taste, things[i]!) * shape.taste * 0.5
    const late = born[i]! > time ? -6 : -shape.fashion * 3 * age * (born[i]! > 0 ? 1 : 0.3)
    score[i] = Math.exp(strength * appeal[i]! + match + late)
  }
  return cumulative(score)
}

function gradeOf({ feedback }: Shape, liking: number): number {
  if (feedback === 'implicit') return 1
  if (feedback === 'counts') return Math.ceil(Math.exp(2 + 1.5 * liking))
  return 0.25 + (0.75 * (Math.max(1, Math.min(5, Math.round(3.5 + liking * 0.9))) - 1)) / 4
}

const vector = (random: Random, scale: number) => Float64Array.from({ length: RANK }, () => random.normal() * scale) // prettier-ignore
const add = (a: Float64Array, b: Float64Array, scale: number) => a.map((value, k) => (value + b[k]!) * scale)
function dot(a: Float64Array, b: Float64Array): number {
  let sum = 0
  for (let k = 0; k < RANK; k++) sum += a[k]! * b[k]!
  return sum
}

function userSizes({ shape, random }: World): number[] {
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

function push(events: EventColumns, event: { user: number; item: number; time: number; grade: number }) {
  const at = events.count++
  events.user[at] = event.user
  events.item[at] = event.item
  events.time[at] = event.time
  events.grade[at] = event.grade
}

function listOf(genre: number[]): TopicLists {
  const offsets = Int32Array.from({ length: genre.length + 1 }, (_, i) => i)
  return { topics: TOPICS, offsets, topic: Int32Array.from(genre) }
}

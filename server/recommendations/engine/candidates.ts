import { ALL_TOPICS } from '#shared/recommendations'
import { companionsOf } from '../core/online/companions.ts'
import type { Engine, EngineItem } from './engine.ts'
import { BEST } from './shortlists.ts'

/** Of a topic beside the best the newest, which nobody knows yet. */
const NEWEST = 100
/** Over all topics each gives fewer. */
const BEST_FOR_ALL = 60
const NEWEST_FOR_ALL = 20
/** A topic of so few gives them all. */
const SMALL = BEST + NEWEST

/**
 * Numbers of items that may come next in a queue: whoever chooses among them need not look at all there are. When those
 * at hand were all seen the rest is looked through as well, so that a queue is empty only when nothing is left.
 */
export function candidatesFor(
  engine: Engine,
  name: string,
  { follows, finished }: Nearness,
  wanted: number,
  isOpen: (item: EngineItem) => boolean,
): number[] {
  const topics = topicsOf(engine, name)
  const isWide = name === ALL_TOPICS && topics.length > 8
  const [best, newest] = isWide ? [BEST_FOR_ALL, NEWEST_FOR_ALL] : [BEST, NEWEST]
  const open = (numbers: Iterable<number>) => [...numbers].filter((number) => isOpen(engine.items[number]!))
  const found = new Set(topics.flatMap((topic) => open(shortlist(engine, topic, best, newest))))
  if (name === ALL_TOPICS)
    for (const number of open([...followed(engine, follows), ...together(engine, finished)]))
      found.add(number)
  if (found.size < wanted) {
    for (const topic of topics) for (const number of open(engine.byTopic.get(topic) ?? [])) found.add(number)
  }
  return [...found].sort((a, b) => a - b)
}

/** Whom somebody follows (ids), and what they finished (numbers). */
export interface Nearness {
  follows: ReadonlySet<string>
  finished: readonly number[]
}

/** What people finish who finished the same. */
function together({ ranker, items }: Engine, finished: readonly number[]): number[] {
  const found = companionsOf(ranker.companions, finished).keys()
  return [...found].filter((number) => items[number]?.isThere)
}

function topicsOf({ topics, byTopic }: Engine, name: string): number[] {
  const numbers = name === ALL_TOPICS ? topics.facts.keys().toArray() : (topics.within.get(name) ?? [])
  return numbers.filter((topic) => byTopic.get(topic)?.size)
}

function followed({ creators, byCreator }: Engine, follows: ReadonlySet<string>): number[] {
  return [...follows].flatMap((id) => {
    const made = byCreator.get(creators.get(id) ?? -1)
    return made ? [...made].slice(-NEWEST_FOR_ALL) : []
  })
}

/** Insertion order is the order in which items were met: the newest are the last. */
function shortlist(engine: Engine, topic: number, best: number, newest: number): number[] {
  const all = engine.byTopic.get(topic) ?? new Set()
  if (all.size <= SMALL) return [...all]
  const known = engine.best.get(topic) ?? []
  return [...known.slice(0, best), ...[...all].slice(-newest)]
}

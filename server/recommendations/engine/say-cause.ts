import type { SlateItem } from '../core/online/explain.ts'
import { multiplierOf, type MultiplierDelta } from '../multipliers.ts'
import type { Reason } from '../packed-reason.ts'
import type { Engine, EngineItem } from './engine.ts'

/** Plays and items from which on a creator is no new one. */
const KNOWN_PLAYS = 20
const KNOWN_ITEMS = 10

/** Of a title so much is named in a reason. */
const TITLE_LENGTH = 60

/**
 * What the core found to count most for an item, by its name in the feed.
 * @param follows ids of people
 */
export function sayCause(
  engine: Engine,
  chosen: SlateItem,
  follows: ReadonlySet<string>,
  deltas: readonly MultiplierDelta[],
): Reason {
  const item = engine.items[chosen.clip]!
  const multiplier = multiplierOf(deltas)
  const factors = Object.entries({ ...chosen.factors, multiplier })
    .map(([name, value]) => [name, Math.round(value * 1000) / 1000] as const)
    .filter(([name, value]) => value !== (name === 'multiplier' ? 1 : 0))
  return {
    kind: item.kind,
    ...nameOf(engine, item, chosen, follows),
    factors: Object.fromEntries(factors),
    deltas: Object.fromEntries(deltas.map(({ code, delta }) => [code, delta])),
  }
}

function nameOf(
  engine: Engine,
  item: EngineItem,
  { reason: cause, companion }: SlateItem,
  follows: ReadonlySet<string>,
): Pick<Reason, 'code' | 'cause'> {
  if (cause === 'next_part') return { code: 'next_part', cause: item.videoId }
  if (follows.has(item.creatorId)) return { code: 'followed', cause: item.creatorId }
  const topic = engine.topics.names[engine.ranker.catalogue.clips[item.number]!.likelyTopic] ?? ''
  if (topic && cause === 'interest') return { code: 'because_topic', cause: topic }
  if (topic && cause === 'level') return { code: 'next_step', cause: topic }
  const finished = companion === null ? undefined : engine.items[companion]
  if (cause === 'together' && finished?.isThere && finished.title) {
    return { code: 'together', cause: finished.title.slice(0, TITLE_LENGTH) }
  }
  if (cause === 'explore' || cause === 'policy') {
    return { code: isNewCreator(engine, item) ? 'new_creator' : 'explore', cause: '' }
  }
  return { code: cause === 'quality' ? 'popular' : 'recommended', cause: '' }
}

/** Made little, and little of it was played. */
export function isNewCreator({ byCreator, ranker }: Engine, { creator }: EngineItem): boolean {
  const made = byCreator.get(creator) ?? new Set<number>()
  if (made.size > KNOWN_ITEMS) return false
  let plays = 0
  for (const number of made) plays += ranker.plays[number]!
  return plays < KNOWN_PLAYS
}

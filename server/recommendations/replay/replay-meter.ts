import type { RecommendationSettings, ReplayFigures } from '#shared/recommendations'
import { ALL_TOPICS } from '#shared/recommendations'
import { buildQueues } from '../engine/build-queues.ts'
import type { Engine, EngineUser } from '../engine/engine.ts'
import type { LoggedEvent } from '../engine/event-log.model.ts'
import { exposureFrom } from '../engine/exposure.ts'
import { NO_WISHES } from '../engine/person-facts.ts'
import { isNewCreator } from '../engine/say-cause.ts'
import { applySettings } from '../recommendation-settings.ts'

/** What the feed shows first. */
const FRONT = 10

/** Of one way to choose: how often it showed each item, and what came of what was watched as well. */
interface ReplaySide {
  shown: Map<number, number>
  newCreatorSlots: number
  hits: number
  reward: number
}

/** One moment at which somebody began to watch something: whether each side would have shown it. */
interface Moment {
  item: number
  isShown: Record<SideName, boolean>
}

type SideName = 'watched' | 'current' | 'proposed'

/** Compares rules at moments of a log that is being replayed. Learning is the same for both: rules only choose. */
export class ReplayMeter {
  readonly sides: Record<SideName, ReplaySide> = {
    watched: newSide(),
    current: newSide(),
    proposed: newSide(),
  }
  moments = 0
  from: Date | null = null
  to: Date | null = null
  private readonly open = new Map<string, Moment>()
  private readonly engine: Engine
  private readonly rules: Record<'current' | 'proposed', RecommendationSettings>

  constructor(engine: Engine, rules: Record<'current' | 'proposed', RecommendationSettings>) {
    this.engine = engine
    this.rules = rules
    engine.onPlay = (play) => this.settle(play)
  }

  /** Before the event is learnt from. @returns whether it was such a moment */
  look({ _id, at, happening }: LoggedEvent): boolean {
    if (happening.kind !== 'watch') return false
    const { engine } = this
    const user = engine.users.get(happening.userId)
    const item = engine.numbers.get(happening.targetId)
    if (!user || item === undefined || user.seen.has(item)) return false
    const isShown = { watched: true, current: false, proposed: false }
    this.show('watched', [item])
    for (const name of ['current', 'proposed'] as const) {
      const front = this.frontOf(user, this.rules[name], _id, at)
      this.show(name, front)
      isShown[name] = front.includes(item)
    }
    this.open.set(happening.userId, { item, isShown })
    this.moments++
    this.from ??= at
    this.to = at
    return true
  }

  figures(name: SideName): ReplayFigures {
    const { shown, newCreatorSlots, hits, reward } = this.sides[name]
    const there = this.engine.items.filter(({ isThere }) => isThere)
    const { items, reached, itemGini, creatorGini } = exposureFrom(there, (number) => shown.get(number) ?? 0)
    const slots = shown.values().reduce((sum, count) => sum + count, 0)
    return {
      coverage: share(reached, items),
      itemGini: share(itemGini, 1),
      creatorGini: share(creatorGini, 1),
      newCreatorShare: share(newCreatorSlots, slots),
      hitShare: share(hits, this.moments),
      hitReward: share(reward, hits),
      reward: share(reward, this.moments),
    }
  }

  private frontOf(user: EngineUser, rules: RecommendationSettings, seed: number, now: Date): number[] {
    const { engine } = this
    applySettings(engine, rules)
    const request = {
      user: user.ranker,
      seen: user.seen,
      facts: NO_WISHES,
      topics: [],
      held: new Map(),
      seed,
      now,
    }
    const ids = buildQueues(engine, request).get(ALL_TOPICS)?.ids ?? []
    return ids.slice(0, FRONT).map((id) => engine.numbers.get(id)!)
  }

  private show(name: SideName, items: readonly number[]): void {
    const side = this.sides[name]
    for (const item of items) {
      side.shown.set(item, (side.shown.get(item) ?? 0) + 1)
      if (isNewCreator(this.engine, this.engine.items[item]!)) side.newCreatorSlots++
    }
  }

  /** What became of it counts for each side that would have shown it. */
  private settle({ userId, item, reward }: { userId: string; item: number; reward: number }): void {
    const moment = this.open.get(userId)
    if (moment?.item !== item) return
    this.open.delete(userId)
    for (const name of ['watched', 'current', 'proposed'] as const) {
      if (!moment.isShown[name]) continue
      this.sides[name].hits++
      this.sides[name].reward += reward
    }
  }
}

function newSide(): ReplaySide {
  return { shown: new Map(), newCreatorSlots: 0, hits: 0, reward: 0 }
}

function share(part: number, whole: number): number {
  return whole > 0 ? Math.round((1000 * part) / whole) / 1000 : 0
}

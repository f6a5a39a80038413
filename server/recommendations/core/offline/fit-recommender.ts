import { FEATURE_COUNT, newScorer, type PersonHistory, type Scored } from './score-user.ts'
import { scoreOf, weightsFor, type Blend, type Trial } from './blend.ts'
import { chooseBlend } from './choose-blend.ts'
import { chooseLambda } from './choose-lambda.ts'
import { chooseSettings } from './component-settings.ts'
import { fitComponents, type Components } from './components.ts'
import { hasOrder, holdOut, type HeldUser, type HoldOut } from './hold-out.ts'
import type { Interactions } from './interactions.ts'
import type { TopicLists } from './topic-lift.ts'

/** What the trial on hidden events said, for the one who runs the command. */
export interface FitReport {
  hasTimes: boolean
  lambda: number
  trialUsers: number
  /** NDCG at 10 on hidden events: EASE alone, and the blend that was chosen. */
  ease: { random: number; later: number }
  blend: { random: number; later: number }
  share: number
  tried: number[][]
}

export interface Recommender {
  /** The `k` best that are not in the history, best first; fewer only when there are no more items. */
  recommend(history: PersonHistory, k: number): Int32Array
  report: FitReport
  /** What was fitted with all events, to look at its parts. */
  components: Components
}

/** Most people of the trial: enough for weights, few enough for a short fit. */
const MOST_TRIALS = 2000
const SEED = 20

/**
 * Fits all components twice: once with some events hidden, to learn from them how to blend (the weights come from the
 * data given, nothing is tuned to a set), and once with everything.
 */
export function fitRecommender(rows: Interactions, topics: TopicLists): Recommender {
  const hasTimes = hasOrder(rows)
  const folds = foldsFor(rows)
  const first = holdOut(rows, hasTimes, { ...folds, seed: SEED })
  const settings = chooseSettings(rows, hasTimes, chooseLambda(first))
  const trials = runTrials(fitComponents(first.rows, topics, settings), first)
  for (let fold = 1; fold < folds.count; fold++) {
    const held = holdOut(rows, hasTimes, { ...folds, seed: SEED + fold })
    trials.push(...runTrials(fitComponents(held.rows, topics, settings), held))
  }
  const { blend, report } = chooseBlend(trials)
  const components = fitComponents(rows, topics, settings)
  const recommend = newRecommend(components, blend)
  return {
    recommend,
    components,
    report: { hasTimes, lambda: settings.lambda, trialUsers: trials.length, ...report },
  }
}

/**
 * Few events hide few: several trials, each with those of others hidden, tell more. Most people keep all that they did,
 * so that what is tried is what will be used.
 */
function foldsFor({ item }: Interactions): { count: number; share: number; most: number } {
  const count = item.length < 8000 ? 4 : item.length < 30_000 ? 3 : item.length < 120_000 ? 2 : 1
  return { count, share: 0.4, most: MOST_TRIALS }
}

/** Scores everybody of the trial; the features are kept, so that weights can be tried quickly. */
export function runTrials(components: Components, held: HoldOut): Trial[] {
  const score = newScorer(components)
  return held.users.map((user) => toTrial(user, score(user.history)))
}

/**
 * The best of each component come first. What was taken up beyond them is left out as all else is there: among the best
 * alone it would say that to be found late is a merit.
 */
const MOST_CANDIDATES = 150

function toTrial({ kind, history, targets }: HeldUser, { count, items, features }: Scored): Trial {
  const kept = Array.from({ length: Math.min(count, MOST_CANDIDATES) }, (_, c) => c)
  const rows = new Float32Array(kept.length * FEATURE_COUNT)
  kept.forEach((c, k) =>
    rows.set(features.subarray(c * FEATURE_COUNT, (c + 1) * FEATURE_COUNT), k * FEATURE_COUNT),
  )
  const gain = Float32Array.from(kept, (c) => targets.get(items[c]!) ?? 0)
  return {
    kind,
    history: history.item.length,
    features: rows,
    gain,
    total: gain.reduce((sum, value) => sum + value, 0),
    ideal: Float32Array.from(targets.values()).sort().reverse(),
  }
}

function newRecommend(components: Components, blend: Blend): Recommender['recommend'] {
  const score = newScorer(components)
  return (history, k) => {
    const scored = score(history)
    const weights = weightsFor(blend, history.item.length)
    const order = Array.from({ length: scored.count }, (_, c) => c)
    const values = order.map((c) => scoreOf(weights, scored.features, c))
    order.sort((a, b) => values[b]! - values[a]! || scored.items[a]! - scored.items[b]!)
    const best = order.slice(0, k).map((c) => scored.items[c]!)
    return Int32Array.from(best.length < k ? fillUp(best, history, components, k) : best)
  }
}

/** By popularity, where the candidates ran out. */
function fillUp(best: number[], history: PersonHistory, components: Components, k: number): number[] {
  const out = new Set([...history.item, ...best])
  const full = [...best]
  for (const item of components.byPopularity) {
    if (full.length >= k) break
    if (!out.has(item)) full.push(item)
  }
  return full
}

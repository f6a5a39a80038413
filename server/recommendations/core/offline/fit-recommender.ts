import { FEATURE_COUNT, FEATURES, newScorer, type PersonHistory, type Scored } from './score-user.ts'
import { judge, learnBlend, scoreOf, weightsFor, type Blend, type Trial } from './blend.ts'
import { chooseSettings, fitComponents, type Components } from './components.ts'
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
  const held = holdOut(rows, hasTimes, MOST_TRIALS, SEED)
  const settings = chooseSettings(rows, hasTimes)
  const trials = runTrials(fitComponents(held.rows, topics, settings), held)
  const { blend, report } = chooseBlend(trials)
  const components = fitComponents(rows, topics, settings)
  const recommend = newRecommend(components, blend)
  return {
    recommend,
    report: { hasTimes, lambda: settings.lambda, trialUsers: trials.length, ...report },
  }
}

/** Scores everybody of the trial; the features are kept, so that weights can be tried quickly. */
export function runTrials(components: Components, held: HoldOut): Trial[] {
  const score = newScorer(components)
  return held.users.map((user) => toTrial(user, score(user.history)))
}

/** Of the rest of the candidates the softmax needs a sample only. */
const MOST_CANDIDATES = 700

function toTrial({ kind, history, targets }: HeldUser, { count, items, features }: Scored): Trial {
  const kept: number[] = []
  for (let c = 0; c < count; c++) if (c < MOST_CANDIDATES || targets.has(items[c]!)) kept.push(c)
  const rows = new Float32Array(kept.length * FEATURE_COUNT)
  kept.forEach((c, k) =>
    rows.set(features.subarray(c * FEATURE_COUNT, (c + 1) * FEATURE_COUNT), k * FEATURE_COUNT),
  )
  return {
    kind,
    history: history.item.length,
    features: rows,
    gain: Float32Array.from(kept, (c) => targets.get(items[c]!) ?? 0),
    ideal: Float32Array.from(targets.values()).sort().reverse(),
  }
}

function single(name: (typeof FEATURES)[number]): Blend {
  const weights = new Float64Array(FEATURE_COUNT)
  weights[FEATURES.indexOf(name)] = 1
  return { weights, short: new Float64Array(FEATURE_COUNT) }
}

/** Before anything is known: what is taken up is as likely as it is popular, with a nod to the neighbours. */
function start(): Blend {
  const blend = single('popularity')
  for (const name of ['plain', 'graded', 'walk', 'factors'] as const) {
    blend.weights[FEATURES.indexOf(name)] = 0.15
  }
  return blend
}

/** With fewer hidden events the differences between blends are chance. */
const FEWEST_TO_CHOOSE = 2000
const SHARES = [0.3, 0.6, 1]

/**
 * The blend that finds most of the latest events among those that lose little on random ones: a file may be asked
 * for either, and what is safe for both is chosen.
 */
export function chooseBlend(trials: readonly Trial[]) {
  const random = trials.filter((trial) => trial.kind === 'random')
  const later = trials.filter((trial) => trial.kind === 'later')
  const measure = (blend: Blend) => ({ random: judge(random, blend), later: judge(later, blend) })
  const first = learnBlend(trials, later.length === 0 ? 0 : 0.05, start(), 150)
  const tried = [{ share: 0, blend: first, ...measure(first) }]
  const hidden = trials.reduce((sum, trial) => sum + trial.ideal.length, 0)
  for (const share of later.length === 0 || hidden < FEWEST_TO_CHOOSE ? [] : SHARES) {
    const blend = learnBlend(trials, share, first, 80)
    tried.push({ share, blend, ...measure(blend) })
  }
  const best = Math.max(...tried.map((each) => each.random))
  const ease = measure(single('graded'))
  const bound = Math.min(best, Math.max(best - 0.004, ease.random))
  const safe = tried.filter((each) => each.random >= bound)
  const chosen = safe.reduce((a, b) => (b.later > a.later ? b : a))
  return {
    blend: chosen.blend,
    tried,
    report: {
      tried: tried.map(({ share, random, later }) => [share, random, later]),
      ease,
      blend: { random: chosen.random, later: chosen.later },
      share: chosen.share,
    },
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

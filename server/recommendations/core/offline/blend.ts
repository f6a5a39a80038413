import { FEATURE_COUNT } from './score-user.ts'

/** How much each feature counts, for people with much and with little history. */
export interface Blend {
  weights: Float64Array
  /** Added in proportion to how short a history is (1 at none, .5 at `SHORT_HISTORY` events). */
  short: Float64Array
}

/** One person of the trial: what could have been shown, and what of it was taken up later. */
export interface Trial {
  history: number
  /** Rows of FEATURE_COUNT values. */
  features: Float32Array
  /** What taking it up is worth, 0 for what was not taken up. */
  gain: Float32Array
  /** Sum of those. */
  total: number
  /** Sum of gains with those that were no candidates: they count as missed. */
  ideal: Float32Array
  kind: 'random' | 'later'
}

const SHORT_HISTORY = 10
export const shortness = (history: number) => SHORT_HISTORY / (SHORT_HISTORY + history)

/** The weights of one person, by the length of their history. */
export function weightsFor(blend: Blend, history: number): Float64Array {
  const share = shortness(history)
  return blend.weights.map((weight, f) => weight + share * blend.short[f]!)
}

export function scoreOf(weights: Float64Array, features: Float32Array, row: number): number {
  const at = row * FEATURE_COUNT
  let score = 0
  for (let f = 0; f < FEATURE_COUNT; f++) score += weights[f]! * features[at + f]!
  return score
}

export interface LearnSettings {
  /** 0 to 1: how much the people whose latest events were hidden count, against those with random ones hidden. */
  share: number
  start: Blend
  /** How much a weight is worth to stay where it started, in hidden events: with few of them the start decides. */
  strength: number
  rounds: number
}

/** Learns the blend: what was taken up should stand out among all candidates (listwise softmax, Adam). */
export function learnBlend(
  trials: readonly Trial[],
  { share, start, strength, rounds }: LearnSettings,
): Blend {
  const random = trials.filter((trial) => trial.kind === 'random').length / BATCHES
  const later = trials.length / BATCHES - random
  const size = 2 * FEATURE_COUNT
  const at = Float64Array.from([...start.weights, ...start.short])
  const anchor = at.slice()
  const ridge = strength / trials.reduce((sum, trial) => sum + trial.ideal.length, 1)
  const [mean, square, gradient] = [new Float64Array(size), new Float64Array(size), new Float64Array(size)]
  for (let round = 1; round <= rounds; round++) {
    gradient.fill(0)
    for (let k = round % BATCHES; k < trials.length; k += BATCHES) {
      const trial = trials[k]!
      const weight = trial.kind === 'later' ? share / Math.max(1, later) : (1 - share) / Math.max(1, random)
      if (weight > 0) addGradient(trial, at, weight, gradient)
    }
    const rate = 0.2 * (1 - (0.9 * round) / rounds)
    for (let f = 0; f < size; f++) {
      const slope = gradient[f]! + ridge * (at[f]! - anchor[f]!)
      mean[f] = 0.9 * mean[f]! + 0.1 * slope
      square[f] = 0.98 * square[f]! + 0.02 * slope * slope
      const step = mean[f]! / (1 - 0.9 ** round) / (Math.sqrt(square[f]! / (1 - 0.98 ** round)) + 1e-6)
      at[f]! -= rate * step
    }
  }
  return { weights: at.slice(0, FEATURE_COUNT), short: at.slice(FEATURE_COUNT) }
}

/** Each round looks at one part of the trials; odd, so that every part has both kinds. */
const BATCHES = 5

function addGradient(trial: Trial, at: Float64Array, weight: number, gradient: Float64Array): void {
  const { features, gain, total } = trial
  if (total === 0) return
  const share = shortness(trial.history)
  const mixed = new Float64Array(FEATURE_COUNT)
  for (let f = 0; f < FEATURE_COUNT; f++) mixed[f] = at[f]! + share * at[FEATURE_COUNT + f]!
  const odds = new Float64Array(gain.length)
  let most = -Infinity
  for (let c = 0; c < gain.length; c++) most = Math.max(most, (odds[c] = scoreOf(mixed, features, c)))
  let sum = 0
  for (let c = 0; c < gain.length; c++) sum += odds[c] = Math.exp(odds[c]! - most)
  const slope = new Float64Array(FEATURE_COUNT)
  for (let c = 0; c < gain.length; c++) {
    const surplus = odds[c]! / sum - gain[c]! / total
    const row = c * FEATURE_COUNT
    for (let f = 0; f < FEATURE_COUNT; f++) slope[f]! += surplus * features[row + f]!
  }
  for (let f = 0; f < FEATURE_COUNT; f++) {
    gradient[f]! += weight * slope[f]!
    gradient[FEATURE_COUNT + f]! += weight * share * slope[f]!
  }
}

/** Mean NDCG at 10 of those trials. */
export function judge(trials: readonly Trial[], blend: Blend, cut = 10): number {
  let sum = 0
  let count = 0
  for (const trial of trials) {
    const weights = weightsFor(blend, trial.history)
    const best = topGains(trial, weights, cut)
    let [found, ideal] = [0, 0]
    best.forEach((gain, k) => (found += gain / Math.log2(k + 2)))
    trial.ideal.slice(0, cut).forEach((gain, k) => (ideal += gain / Math.log2(k + 2)))
    if (ideal === 0) continue
    sum += found / ideal
    count++
  }
  return count === 0 ? 0 : sum / count
}

function topGains(trial: Trial, weights: Float64Array, cut: number): number[] {
  const scores: number[] = []
  const gains: number[] = []
  for (let c = 0; c < trial.gain.length; c++) {
    const score = scoreOf(weights, trial.features, c)
    if (scores.length === cut && score <= scores[cut - 1]!) continue
    let k = Math.min(scores.length, cut - 1)
    while (k > 0 && scores[k - 1]! < score) {
      scores[k] = scores[k - 1]!
      gains[k] = gains[k - 1]!
      k--
    }
    scores[k] = score
    gains[k] = trial.gain[c]!
  }
  return gains
}

import { FEATURE_COUNT, FEATURES } from './score-user.ts'
import { judge, learnBlend, type Blend, type Trial } from './blend.ts'

/** NDCG at 10 on hidden events of each kind. */
interface Found {
  random: number
  later: number
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
/** How much the latest events count in what is learnt. */
const SHARES = [0.3, 0.6, 0.8, 0.9, 1]
/** So much more is expected of a lead on later events, where EASE knows nothing of order. */
const EXPECTED = 0.1

/**
 * Of blends that were learnt from more or less of the later events, the one whose smaller lead over EASE is the largest:
 * a file may be asked for random or for later events, and neither is given up for the other.
 */
export function chooseBlend(trials: readonly Trial[]) {
  const random = trials.filter((trial) => trial.kind === 'random')
  const later = trials.filter((trial) => trial.kind === 'later')
  const measure = (blend: Blend): Found => ({ random: judge(random, blend), later: judge(later, blend) })
  const hidden = trials.reduce((sum, trial) => sum + trial.ideal.length, 0)
  const strength = hidden < MANY_HIDDEN ? chooseStrength(trials) : STRENGTHS[0]!
  const first = learnBlend(trials, { share: later.length === 0 ? 0 : 0.05, start: start(), strength, rounds: 120 }) // prettier-ignore
  const tried = [{ share: 0, blend: first, ...measure(first) }]
  for (const share of later.length === 0 || hidden < FEWEST_TO_CHOOSE ? [] : SHARES) {
    const blend = learnBlend(trials, { share, start: first, strength, rounds: 50 })
    tried.push({ share, blend, ...measure(blend) })
  }
  const ease = better(measure(single('graded')), measure(single('plain')))
  const leadOf = (each: Found) =>
    later.length === 0
      ? each.random
      : Math.min(each.random / (ease.random || 1) + EXPECTED, each.later / (ease.later || 1))
  const chosen = tried.reduce((a, b) => (leadOf(b) > leadOf(a) ? b : a))
  return {
    blend: chosen.blend,
    report: {
      tried: tried.map(({ share, random, later }) => [share, random, later]),
      strength,
      ease,
      blend: { random: chosen.random, later: chosen.later },
      share: chosen.share,
    },
  }
}

function better(a: Found, b: Found): Found {
  return { random: Math.max(a.random, b.random), later: Math.max(a.later, b.later) }
}

/** With so many hidden events the start has no say any more. */
const MANY_HIDDEN = 6000
/** In hidden events: what the start counts against what was seen. */
const STRENGTHS = [40, 400, 4000]
/** Less than this more found is chance, and the stronger start is kept. */
const CLEARLY = 1.01

/** How far little data may lead away from the start: learnt on one half of the people, judged by the other. */
function chooseStrength(trials: readonly Trial[]): number {
  const halves = [trials.filter((_, k) => (k >> 1) % 2 === 0), trials.filter((_, k) => (k >> 1) % 2 === 1)]
  const found = (strength: number) =>
    halves.reduce((sum, half, k) => {
      const blend = learnBlend(half, { share: 0.3, start: start(), strength, rounds: 60 })
      return sum + judge(halves[1 - k]!, blend)
    }, 0)
  let [best, most] = [STRENGTHS.at(-1)!, found(STRENGTHS.at(-1)!)]
  for (const strength of STRENGTHS.slice(0, -1).reverse()) {
    const value = found(strength)
    if (value > most * CLEARLY) [best, most] = [strength, value]
  }
  return best
}

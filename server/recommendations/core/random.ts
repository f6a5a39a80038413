/** A seeded source of randomness: the same seed gives the same sequence on every machine. */
export interface Random {
  /** Uniform in [0, 1). */
  next(): number
  /** Normal, mean 0 and deviation 1. */
  normal(): number
  /** Whole number in [0, n). */
  below(n: number): number
}

/** Quantiles of the normal distribution (Abramowitz and Stegun 26.2.23): drawing one is a look-up. */
const NORMALS = Float64Array.from({ length: 8192 }, (_, k) => {
  const p = (k + 0.5) / 8192
  const t = Math.sqrt(-2 * Math.log(Math.min(p, 1 - p)))
  const tail = t - (2.515517 + t * (0.802853 + t * 0.010328)) / (1 + t * (1.432788 + t * (0.189269 + t * 0.001308))) // prettier-ignore
  return p < 0.5 ? -tail : tail
})

/** Mulberry32: 32 bits of state are plenty for exploration, and it is quick. */
export function seededRandom(seed: number): Random {
  let state = seed >>> 0
  const next = () => {
    state = (state + 0x6d2b79f5) >>> 0
    let t = state
    t = Math.imul(t ^ (t >>> 15), t | 1)
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61)
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296
  }
  return {
    next,
    normal: () => NORMALS[Math.floor(next() * NORMALS.length)]!,
    below: (n) => Math.floor(next() * n),
  }
}

/** Mixes several numbers into one seed, so that every user and refresh has a sequence of its own. */
export function mixSeeds(...parts: number[]): number {
  let hash = 0x811c9dc5
  for (const part of parts) {
    hash = Math.imul(hash ^ (part | 0), 0x01000193)
    hash = Math.imul(hash ^ (hash >>> 15), 0x2c1b3c6d)
  }
  return hash >>> 0
}

/** Shuffles in place (Fisher-Yates). */
export function shuffle<T extends { length: number; [index: number]: unknown }>(list: T, random: Random): T {
  for (let i = list.length - 1; i > 0; i--) {
    const j = random.below(i + 1)
    const held = list[i]
    list[i] = list[j]
    list[j] = held
  }
  return list
}

/**
 * A bank of Gaussian beliefs about effects on the log-odds scale, one mean and variance a slot. Diagonal assumed-density
 * filtering (as in TrueSkill and adPredictor): each event moves every slot it touches by its share of the uncertainty,
 * so that a new clip takes most of the surprise and a well-known one hardly any.
 */
export interface Effects {
  mean: Float32Array
  variance: Float32Array
  size: number
  /** Variance of a slot of which nothing is known. */
  prior: number
}

export function newEffects(prior: number, capacity = 64): Effects {
  return {
    mean: new Float32Array(capacity),
    variance: new Float32Array(capacity).fill(prior),
    size: 0,
    prior,
  }
}

/** Makes room up to and including this slot. */
export function reserve(effects: Effects, slot: number): void {
  if (slot >= effects.mean.length) {
    const length = Math.max(slot + 1, effects.mean.length * 2)
    const mean = new Float32Array(length)
    const variance = new Float32Array(length).fill(effects.prior)
    mean.set(effects.mean)
    variance.set(effects.variance)
    effects.mean = mean
    effects.variance = variance
  }
  effects.size = Math.max(effects.size, slot + 1)
}

/** What one event touches: slots of several banks with the value that each is multiplied by. */
export interface Touch {
  count: number
  /** Log-odds beside the sum: what effects that enter by their slope only were linearised around. */
  offset: number
  bank: Effects[]
  slot: Int32Array
  value: Float64Array
}

export function newTouch(capacity: number): Touch {
  return {
    count: 0,
    offset: 0,
    bank: new Array<Effects>(capacity),
    slot: new Int32Array(capacity),
    value: new Float64Array(capacity),
  }
}

export function touch(list: Touch, bank: Effects, slot: number, value: number): void {
  if (value === 0) return
  reserve(bank, slot)
  list.bank[list.count] = bank
  list.slot[list.count] = slot
  list.value[list.count++] = value
}

/** Log-odds that the touched effects add up to. */
export function sumOf(list: Touch): number {
  let sum = list.offset
  for (let k = 0; k < list.count; k++) sum += list.bank[k]!.mean[list.slot[k]!]! * list.value[k]!
  return sum
}

/** Variance of that sum. */
export function spreadOf(list: Touch): number {
  let sum = 0
  for (let k = 0; k < list.count; k++) sum += list.bank[k]!.variance[list.slot[k]!]! * list.value[k]! ** 2
  return sum
}

export const sigmoid = (z: number) => 1 / (1 + Math.exp(-z))

/**
 * Learns from one outcome in 0 to 1, by a Kalman step on the linearised logistic.
 * @param noise variance of an outcome as a share of p(1-p): .2 for watch fractions, 1 for yes or no
 * @returns the prediction before the step
 */
export function learn(list: Touch, outcome: number, noise: number): number {
  const p = sigmoid(sumOf(list))
  const slope = Math.max(0.04, p * (1 - p))
  const total = slope * slope * spreadOf(list) + noise * slope
  const surprise = outcome - p
  for (let k = 0; k < list.count; k++) {
    const { mean, variance } = list.bank[k]!
    const slot = list.slot[k]!
    const gain = (variance[slot]! * list.value[k]! * slope) / total
    mean[slot]! += gain * surprise
    variance[slot] = Math.max(1e-5, variance[slot]! * (1 - gain * list.value[k]! * slope))
  }
  return p
}

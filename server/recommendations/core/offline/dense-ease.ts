import { invertPositive } from './dense-inverse.ts'
import type { Interactions } from './interactions.ts'

/** Item by item weights, row-major: `weights[from * size + to]`. */
export interface DenseWeights {
  size: number
  weights: Float32Array
}

/**
 * EASE (Steck, WWW 2019): the closed-form item-item regression. Costs size^3 additions and 16 * size^2 bytes while it
 * runs: for some thousands of items.
 * @param place of each item; those from `size` on are left out
 * @param power 0 counts every event as 1, 1 as its grade
 */
export function fitEase(
  rows: Interactions,
  place: Int32Array,
  size: number,
  lambda: number,
  power: number,
): DenseWeights {
  return easeOf(gramOf(rows, place, size, power), size, lambda)
}

/** @param gram of the items, overwritten */
export function easeOf(gram: Float64Array, size: number, lambda: number): DenseWeights {
  for (let i = 0; i < size; i++) gram[i * size + i]! += lambda
  const inverse = invertPositive(gram, size)
  const weights = new Float32Array(size * size)
  for (let i = 0; i < size; i++) {
    for (let j = 0; j < size; j++) {
      // symmetric: only the lower triangle is filled
      const p = i >= j ? inverse[i * size + j]! : inverse[j * size + i]!
      weights[i * size + j] = i === j ? 0 : -p / inverse[j * size + j]!
    }
  }
  return { size, weights }
}

/** How often two items met in a history; `power` as in `fitEase`. */
export function gramOf(rows: Interactions, place: Int32Array, size: number, power: number): Float64Array {
  const out = new Float64Array(size * size)
  const things = new Int32Array(size)
  const values = new Float64Array(size)
  for (let u = 0; u < rows.users; u++) {
    let n = 0
    for (let k = rows.offsets[u]!; k < rows.offsets[u + 1]!; k++) {
      const at = place[rows.item[k]!]!
      if (at >= size) continue
      things[n] = at
      values[n++] = power === 0 ? 1 : rows.grade[k]! ** power
    }
    for (let a = 0; a < n; a++) {
      const base = things[a]! * size
      const value = values[a]!
      for (let b = 0; b < n; b++) out[base + things[b]!]! += value * values[b]!
    }
  }
  return out
}

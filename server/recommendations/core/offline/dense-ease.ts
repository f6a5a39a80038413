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

/** Lower triangle of the inverse of a symmetric positive matrix (Cholesky), in place of the input. */
export function invertPositive(a: Float64Array, n: number): Float64Array {
  factor(a, n)
  invertLower(a, n)
  return multiplyByTranspose(a, n)
}

function factor(a: Float64Array, n: number): void {
  for (let i = 0; i < n; i++) {
    const row = a.subarray(i * n, i * n + i + 1)
    for (let j = 0; j < i; j++) row[j] = (row[j]! - dot(row, a.subarray(j * n, j * n + j), j)) / a[j * n + j]!
    row[i] = Math.sqrt(Math.max(1e-9, row[i]! - dot(row, row, i)))
  }
}

/** Four sums at once keep the processor's pipes full. */
function dot(x: Float64Array, y: Float64Array, n: number): number {
  let [a, b, c, d] = [0, 0, 0, 0]
  let k = 0
  for (; k + 3 < n; k += 4) {
    a += x[k]! * y[k]!
    b += x[k + 1]! * y[k + 1]!
    c += x[k + 2]! * y[k + 2]!
    d += x[k + 3]! * y[k + 3]!
  }
  for (; k < n; k++) a += x[k]! * y[k]!
  return a + b + c + d
}

function invertLower(l: Float64Array, n: number): void {
  const held = new Float64Array(n)
  for (let i = 0; i < n; i++) {
    const row = l.subarray(i * n, i * n + i + 1)
    held.set(row)
    row.fill(0)
    let k = 0
    for (; k + 3 < i; k += 4) addFour(row, held, l, n, k)
    for (; k < i; k++) {
      const factor = held[k]!
      const from = k * n
      for (let j = 0; j <= k; j++) row[j]! += factor * l[from + j]!
    }
    const pivot = 1 / held[i]!
    for (let j = 0; j < i; j++) row[j]! *= -pivot
    row[i] = pivot
  }
}

/** row += held[k..k+3] times rows k..k+3 of l; what lies above the diagonal there is kept zero by the caller's bounds. */
function addFour(row: Float64Array, held: Float64Array, l: Float64Array, n: number, k: number): void {
  const [a, b, c, d] = [held[k]!, held[k + 1]!, held[k + 2]!, held[k + 3]!]
  const [ra, rb, rc, rd] = [k * n, (k + 1) * n, (k + 2) * n, (k + 3) * n]
  for (let j = 0; j <= k; j++) row[j]! += a * l[ra + j]! + b * l[rb + j]! + c * l[rc + j]! + d * l[rd + j]!
  row[k + 1]! += b * l[rb + k + 1]! + c * l[rc + k + 1]! + d * l[rd + k + 1]!
  row[k + 2]! += c * l[rc + k + 2]! + d * l[rd + k + 2]!
  row[k + 3]! += d * l[rd + k + 3]!
}

/** Lower triangle of M-transposed times M, for lower-triangular M. */
function multiplyByTranspose(m: Float64Array, n: number): Float64Array {
  const out = new Float64Array(n * n)
  let k = 0
  for (; k + 3 < n; k += 4) {
    const [ra, rb, rc, rd] = [k * n, (k + 1) * n, (k + 2) * n, (k + 3) * n]
    for (let i = 0; i <= k + 3; i++) {
      const [a, b, c, d] = [
        i <= k ? m[ra + i]! : 0,
        i <= k + 1 ? m[rb + i]! : 0,
        i <= k + 2 ? m[rc + i]! : 0,
        m[rd + i]!,
      ]
      const to = i * n
      const end = Math.min(i, k)
      for (let j = 0; j <= end; j++) {
        out[to + j]! += a * m[ra + j]! + b * m[rb + j]! + c * m[rc + j]! + d * m[rd + j]!
      }
      for (let j = k + 1; j <= i; j++) {
        out[to + j]! += (j <= k + 1 ? b * m[rb + j]! : 0) + (j <= k + 2 ? c * m[rc + j]! : 0) + d * m[rd + j]!
      }
    }
  }
  for (; k < n; k++) {
    for (let i = 0; i <= k; i++) {
      const value = m[k * n + i]!
      for (let j = 0; j <= i; j++) out[i * n + j]! += value * m[k * n + j]!
    }
  }
  return out
}

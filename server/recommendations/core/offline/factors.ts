import { seededRandom } from '../random.ts'
import type { Columns, Interactions } from './interactions.ts'

/** `items[i * rank .. (i + 1) * rank]` is the vector of item i. */
export interface Factors {
  rank: number
  items: Float32Array
  /** Of what was not taken up. */
  background: number
  ridge: number
  /** Sum over all items of v v-transposed: the part of every user's equations that is the same. */
  gram: Float64Array
}

export interface FactorSettings {
  rank: number
  sweeps: number
  background: number
  ridge: number
  seed: number
}

/** Implicit ALS with the frequency-scaled ridge of Rendle et al. (2021, "iALS revisited"). */
export function fitFactors(rows: Interactions, columns: Columns, settings: FactorSettings): Factors {
  const { rank, sweeps, background, ridge } = settings
  const random = seededRandom(settings.seed)
  const scale = 0.1 / Math.sqrt(rank)
  const items = Float32Array.from({ length: rows.items * rank }, () => random.normal() * scale)
  const users = new Float32Array(rows.users * rank)
  const factors: Factors = { rank, items, background, ridge, gram: gramOf(items, rank) }
  const solver = newSolver(rank)
  for (let sweep = 0; sweep < sweeps; sweep++) {
    for (let u = 0; u < rows.users; u++) {
      const [from, to] = [rows.offsets[u]!, rows.offsets[u + 1]!]
      solver(factors.gram, items, rows.item.subarray(from, to), factors, rows.items, users, u * rank)
    }
    const userGram = gramOf(users, rank)
    for (let i = 0; i < rows.items; i++) {
      const [from, to] = [columns.offsets[i]!, columns.offsets[i + 1]!]
      solver(userGram, users, columns.user.subarray(from, to), factors, rows.users, items, i * rank)
    }
    factors.gram = gramOf(items, rank)
  }
  return factors
}

/** The vector of somebody with this history, as the last sweep would give it. */
export function foldIn(factors: Factors): (history: Int32Array) => Float32Array {
  const solver = newSolver(factors.rank)
  const vector = new Float32Array(factors.rank)
  const items = factors.items.length / factors.rank
  return (history) => {
    solver(factors.gram, factors.items, history, factors, items, vector, 0)
    return vector
  }
}

function gramOf(vectors: Float32Array, rank: number): Float64Array {
  const out = new Float64Array(rank * rank)
  for (let base = 0; base < vectors.length; base += rank) {
    for (let a = 0; a < rank; a++) {
      const value = vectors[base + a]!
      if (value === 0) continue
      for (let b = 0; b <= a; b++) out[a * rank + b]! += value * vectors[base + b]!
    }
  }
  return out
}

/** Solves (background gram + sum v v' + ridge) x = sum v by Cholesky, on arrays that are made once. */
function newSolver(rank: number) {
  const a = new Float64Array(rank * rank)
  const x = new Float64Array(rank)
  return (
    gram: Float64Array,
    vectors: Float32Array,
    list: Int32Array,
    { background, ridge }: Pick<Factors, 'background' | 'ridge'>,
    others: number,
    out: Float32Array,
    at: number,
  ) => {
    if (list.length === 0) {
      out.fill(0, at, at + rank)
      return
    }
    x.fill(0)
    for (let k = 0; k < a.length; k++) a[k] = background * gram[k]!
    for (const entry of list) {
      const base = entry * rank
      for (let i = 0; i < rank; i++) {
        const value = vectors[base + i]!
        x[i]! += value
        for (let j = 0; j <= i; j++) a[i * rank + j]! += value * vectors[base + j]!
      }
    }
    const weight = ridge * (list.length + background * others)
    for (let i = 0; i < rank; i++) a[i * rank + i]! += weight
    solveInPlace(a, x, rank)
    for (let i = 0; i < rank; i++) out[at + i] = x[i]!
  }
}

function solveInPlace(a: Float64Array, x: Float64Array, n: number): void {
  for (let i = 0; i < n; i++) {
    for (let j = 0; j <= i; j++) {
      let sum = a[i * n + j]!
      for (let k = 0; k < j; k++) sum -= a[i * n + k]! * a[j * n + k]!
      a[i * n + j] = i === j ? Math.sqrt(Math.max(1e-12, sum)) : sum / a[j * n + j]!
    }
  }
  for (let i = 0; i < n; i++) {
    let sum = x[i]!
    for (let k = 0; k < i; k++) sum -= a[i * n + k]! * x[k]!
    x[i] = sum / a[i * n + i]!
  }
  for (let i = n - 1; i >= 0; i--) {
    let sum = x[i]!
    for (let k = i + 1; k < n; k++) sum -= a[k * n + i]! * x[k]!
    x[i] = sum / a[i * n + i]!
  }
}

import type { DenseWeights } from './dense-ease.ts'
import { invertPositive } from './dense-inverse.ts'
import { multiplySquare } from './dense-product.ts'
import type { Interactions } from './interactions.ts'

/**
 * What comes next, as a regression (SLIT of Choi et al., WWW 2021): at every step of every history what came before it,
 * faded by its distance, foretells what comes after it, faded alike. EASE knows what goes together; this knows in which
 * order, and takes out what the popular foretell anyway.
 * @param place of each item; those from `size` on are left out
 * @param halfLife steps after which something counts half
 */
export function fitSuccessors(
  rows: Interactions,
  place: Int32Array,
  size: number,
  { halfLife, lambda }: { halfLife: number; lambda: number },
): DenseWeights {
  const { before, after } = momentsOf(rows, place, size, 2 ** (-1 / halfLife))
  for (let i = 0; i < size; i++) before[i * size + i]! += lambda
  const inverse = invertPositive(before, size)
  for (let i = 0; i < size; i++) {
    for (let j = 0; j < i; j++) inverse[j * size + i] = inverse[i * size + j]!
  }
  return { size, weights: multiplySquare(inverse, after, size) }
}

/** Below this share of its worth something is no longer counted. */
const FADED = 0.02

/**
 * Sums over all steps of (before, before) and (before, after): of two things d steps apart they come to decay^d and
 * d * decay^(d-1), so that one pass over near pairs is enough.
 */
function momentsOf(rows: Interactions, place: Int32Array, size: number, decay: number) {
  const before = new Float64Array(size * size)
  const after = new Float64Array(size * size)
  const reach = Math.ceil(Math.log(FADED) / Math.log(decay))
  const near = Float64Array.from({ length: reach + 1 }, (_, d) => decay ** d)
  const ahead = Float64Array.from({ length: reach + 1 }, (_, d) => d * decay ** (d - 1) * (1 - decay))
  const things = new Int32Array(size)
  for (let u = 0; u < rows.users; u++) {
    let n = 0
    for (let k = rows.offsets[u]!; k < rows.offsets[u + 1]!; k++) {
      const at = place[rows.item[k]!]!
      if (at < size) things[n++] = at
    }
    for (let b = 0; b < n; b++) {
      const to = things[b]!
      before[to * size + to]!++
      for (let a = Math.max(0, b - reach); a < b; a++) {
        const from = things[a]!
        // the inverse reads the lower triangle only
        before[Math.max(from, to) * size + Math.min(from, to)]! += near[b - a]!
        after[from * size + to]! += ahead[b - a]!
      }
    }
  }
  return { before, after }
}

/** Columns and rows of one tile: what is read again and again then fits the processor's second cache. */
export const WIDTH = 512
const DEPTH = 64

/** Product of two square matrices, row-major. */
export function multiplySquare(a: Float64Array, b: Float64Array, n: number): Float32Array {
  const out = new Float32Array(n * n)
  const row = new Float64Array(WIDTH)
  for (let left = 0; left < n; left += WIDTH) {
    const width = Math.min(WIDTH, n - left)
    for (let top = 0; top < n; top += DEPTH) {
      const depth = Math.min(DEPTH, n - top)
      for (let i = 0; i < n; i++) {
        const at = i * n + left
        for (let j = 0; j < width; j++) row[j] = out[at + j]!
        addRows(row, width, a, i * n + top, b, top * n + left, depth, n)
        for (let j = 0; j < width; j++) out[at + j] = row[j]!
      }
    }
  }
  return out
}

/** row += the `depth` factors from `from` on, times as many rows of b from `base` on; eight at once. */
export function addRows(
  row: Float64Array,
  width: number,
  a: Float64Array,
  from: number,
  b: Float64Array,
  base: number,
  depth: number,
  n: number,
): void {
  let k = 0
  for (; k + 7 < depth; k += 8) {
    const at = from + k
    const [p, q, r, s, t, u, v, w] = [a[at]!, a[at + 1]!, a[at + 2]!, a[at + 3]!, a[at + 4]!, a[at + 5]!, a[at + 6]!, a[at + 7]!] // prettier-ignore
    const b0 = base + k * n
    const [b1, b2, b3, b4, b5, b6, b7] = [b0 + n, b0 + 2 * n, b0 + 3 * n, b0 + 4 * n, b0 + 5 * n, b0 + 6 * n, b0 + 7 * n] // prettier-ignore
    for (let j = 0; j < width; j++) {
      const first = p * b[b0 + j]! + q * b[b1 + j]! + r * b[b2 + j]! + s * b[b3 + j]!
      row[j]! += first + (t * b[b4 + j]! + u * b[b5 + j]! + v * b[b6 + j]! + w * b[b7 + j]!)
    }
  }
  for (; k < depth; k++) {
    const value = a[from + k]!
    for (let j = 0; j < width; j++) row[j]! += value * b[base + k * n + j]!
  }
}

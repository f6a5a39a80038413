/** Columns and rows of one tile: what is read again and again then fits the processor's second cache. */
const WIDTH = 512
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

/** row += the `depth` factors from `from` on, times as many rows of b from `base` on; four at once. */
function addRows(
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
  for (; k + 3 < depth; k += 4) {
    const [w, x, y, z] = [a[from + k]!, a[from + k + 1]!, a[from + k + 2]!, a[from + k + 3]!]
    const first = base + k * n
    const [second, third, fourth] = [first + n, first + 2 * n, first + 3 * n]
    for (let j = 0; j < width; j++) {
      row[j]! += w * b[first + j]! + x * b[second + j]! + y * b[third + j]! + z * b[fourth + j]!
    }
  }
  for (; k < depth; k++) {
    const value = a[from + k]!
    for (let j = 0; j < width; j++) row[j]! += value * b[base + k * n + j]!
  }
}

/** Numbers in [0, 1), the same for the same seed (mulberry32). */
export function seeded(seed: number): () => number {
  let state = seed >>> 0
  return () => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }
}

/** Of mean 0 and deviation 1 (Box and Muller). */
export function gaussian(random: () => number): number {
  return Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random())
}

/** Draws an index as often as its weight says, in constant time (Vose's alias method). */
export class WeightedDraw {
  private readonly threshold: Float64Array
  private readonly alias: Int32Array
  private readonly random: () => number

  constructor(weights: Float64Array, random: () => number) {
    const count = weights.length
    this.random = random
    this.threshold = new Float64Array(count)
    this.alias = new Int32Array(count)
    const scale = count / weights.reduce((sum, weight) => sum + weight, 0)
    const scaled = weights.map((weight) => weight * scale)
    const [small, large]: [number[], number[]] = [[], []]
    for (let index = 0; index < count; index++) (scaled[index]! < 1 ? small : large).push(index)
    while (small.length > 0 && large.length > 0) {
      const [less, more] = [small.pop()!, large.at(-1)!]
      this.threshold[less] = scaled[less]!
      this.alias[less] = more
      scaled[more]! += scaled[less]! - 1
      if (scaled[more]! < 1) small.push(large.pop()!)
    }
    for (const index of [...small, ...large]) this.threshold[index] = 1
  }

  draw(): number {
    const at = this.random() * this.alias.length
    const index = Math.floor(at)
    return at - index < this.threshold[index]! ? index : this.alias[index]!
  }
}

/**
 * Hits of the best that any cache could do that fetches only what is asked for: whatever is asked for again last goes
 * first, or is not taken in (Belady, "A Study of Replacement Algorithms for a Virtual-Storage Computer", 1966).
 * @param trace block numbers from 0 on, in the order in which they are asked for; all blocks are of one size
 * @param capacity blocks
 */
export function beladyHits(trace: Int32Array, capacity: number): number {
  const next = nextUses(trace)
  const known = new Map<number, number>()
  const heap = new FarthestFirst()
  let hits = 0
  for (let at = 0; at < trace.length; at++) {
    const block = trace[at]!
    const isKept = known.has(block)
    if (isKept) hits++
    if (next[at] === NEVER) {
      known.delete(block)
      continue
    }
    known.set(block, next[at]!)
    heap.add(next[at]!, block)
    if (isKept || known.size <= capacity) continue
    known.delete(heap.takeFarthest((use, candidate) => known.get(candidate) === use))
  }
  return hits
}

const NEVER = 0x7fffffff

function nextUses(trace: Int32Array): Int32Array {
  const next = new Int32Array(trace.length)
  const seen = new Map<number, number>()
  for (let at = trace.length - 1; at >= 0; at--) {
    next[at] = seen.get(trace[at]!) ?? NEVER
    seen.set(trace[at]!, at)
  }
  return next
}

/** Of (use, block), the latest use first; what no longer holds is passed over. */
class FarthestFirst {
  private readonly uses: number[] = []
  private readonly blocks: number[] = []

  add(use: number, block: number): void {
    const { uses, blocks } = this
    let at = uses.length
    while (at > 0) {
      const above = (at - 1) >> 1
      if (uses[above]! >= use) break
      uses[at] = uses[above]!
      blocks[at] = blocks[above]!
      at = above
    }
    uses[at] = use
    blocks[at] = block
  }

  takeFarthest(holds: (use: number, block: number) => boolean): number {
    for (;;) {
      const [use, block] = [this.uses[0]!, this.blocks[0]!]
      this.removeTop()
      if (holds(use, block)) return block
    }
  }

  private removeTop(): void {
    const { uses, blocks } = this
    const [use, block] = [uses.pop()!, blocks.pop()!]
    if (uses.length === 0) return
    let at = 0
    for (let below = 1; below < uses.length; below = 2 * at + 1) {
      if (below + 1 < uses.length && uses[below + 1]! > uses[below]!) below++
      if (uses[below]! <= use) break
      uses[at] = uses[below]!
      blocks[at] = blocks[below]!
      at = below
    }
    uses[at] = use
    blocks[at] = block
  }
}

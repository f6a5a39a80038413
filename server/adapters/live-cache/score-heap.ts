export interface Scored {
  /** Only ever grows. */
  score: number
  /** As the heap knows it. */
  heapScore: number
  isGone: boolean
}

/** The lowest score first. An entry whose score grew, or that is gone, is put right only when it comes to the top. */
export class ScoreHeap<Entry extends Scored> {
  private readonly entries: Entry[] = []

  add(entry: Entry): void {
    entry.heapScore = entry.score
    this.entries.push(entry)
    this.rise(this.entries.length - 1)
  }

  /** Stays in the heap until it is marked as gone. */
  lowest(): Entry | undefined {
    for (let top = this.entries[0]; top; top = this.entries[0]) {
      if (top.isGone) this.removeTop()
      else if (top.heapScore === top.score) return top
      else {
        top.heapScore = top.score
        this.sink(0)
      }
    }
    return undefined
  }

  private removeTop(): void {
    const last = this.entries.pop()!
    if (this.entries.length === 0) return
    this.entries[0] = last
    this.sink(0)
  }

  private rise(from: number): void {
    const { entries } = this
    const entry = entries[from]!
    let at = from
    while (at > 0) {
      const above = (at - 1) >> 1
      if (entries[above]!.heapScore <= entry.heapScore) break
      entries[at] = entries[above]!
      at = above
    }
    entries[at] = entry
  }

  private sink(from: number): void {
    const { entries } = this
    const entry = entries[from]!
    let at = from
    for (let below = 2 * at + 1; below < entries.length; below = 2 * at + 1) {
      if (below + 1 < entries.length && entries[below + 1]!.heapScore < entries[below]!.heapScore) below++
      if (entries[below]!.heapScore >= entry.heapScore) break
      entries[at] = entries[below]!
      at = below
    }
    entries[at] = entry
  }
}

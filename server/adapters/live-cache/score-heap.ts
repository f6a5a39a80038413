/** What a heap holds: its place in it is `node`, which a new one takes over when the score falls. */
export interface Scored {
  score: number
  node: ScoreNode | null
}

export interface ScoreNode {
  entry: Scored
  /** As the heap knows it. */
  score: number
}

/**
 * The lowest score first. An entry whose score grew, or that was removed, is put right only when it comes to the top; one
 * whose score fell is added again.
 */
export class ScoreHeap<Entry extends Scored> {
  private readonly nodes: ScoreNode[] = []

  /** Also for one that is there and whose score fell. */
  add(entry: Entry): void {
    entry.node = { entry, score: entry.score }
    this.nodes.push(entry.node)
    this.rise(this.nodes.length - 1)
  }

  remove(entry: Entry): void {
    entry.node = null
  }

  /** Stays where it is. */
  lowest(): Entry | undefined {
    for (let top = this.nodes[0]; top; top = this.nodes[0]) {
      if (top.entry.node !== top) this.removeTop()
      else if (top.score >= top.entry.score) return top.entry as Entry
      else {
        top.score = top.entry.score
        this.sink(0)
      }
    }
    return undefined
  }

  private removeTop(): void {
    const last = this.nodes.pop()!
    if (this.nodes.length === 0) return
    this.nodes[0] = last
    this.sink(0)
  }

  private rise(from: number): void {
    const { nodes } = this
    const node = nodes[from]!
    let at = from
    while (at > 0) {
      const above = (at - 1) >> 1
      if (nodes[above]!.score <= node.score) break
      nodes[at] = nodes[above]!
      at = above
    }
    nodes[at] = node
  }

  private sink(from: number): void {
    const { nodes } = this
    const node = nodes[from]!
    let at = from
    for (let below = 2 * at + 1; below < nodes.length; below = 2 * at + 1) {
      if (below + 1 < nodes.length && nodes[below + 1]!.score < nodes[below]!.score) below++
      if (nodes[below]!.score >= node.score) break
      nodes[at] = nodes[below]!
      at = below
    }
    nodes[at] = node
  }
}

interface Step<State> {
  state: State
  /** Steps in a row of one kind are one: the letters of a word. */
  kind: string
}

const MAX_STEPS = 200

/** States to go back to. They are never changed in place, so a step costs no more than what it changes. */
export class UndoStack<State> {
  private past: Step<State>[] = []
  private future: State[] = []

  /** `before`: what the change that is made now leads away from. */
  push(before: State, kind: string): void {
    this.future = []
    if (this.past.at(-1)?.kind === kind) return
    this.past = [...this.past.slice(1 - MAX_STEPS), { state: before, kind }]
  }

  /** Null where there is nothing to undo. */
  undo(now: State): State | null {
    const step = this.past.pop()
    if (!step) return null
    this.future.push(now)
    return step.state
  }

  redo(now: State): State | null {
    const next = this.future.pop()
    if (next === undefined) return null
    this.past.push({ state: now, kind: '' })
    return next
  }

  clear(): void {
    this.past = []
    this.future = []
  }

  get size(): number {
    return this.past.length
  }
}

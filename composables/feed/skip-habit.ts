/** So many of the last items tell how somebody goes through the feed. */
const REMEMBERED = 10
/** Before that, one skip says nothing. */
const LEAST = 3

/** How often somebody leaves items early, lately: what is kept ready for who hardly stops is mostly thrown away. */
export class SkipHabit {
  private readonly skips: boolean[] = []

  note(wasSkipped: boolean): void {
    this.skips.push(wasSkipped)
    if (this.skips.length > REMEMBERED) this.skips.shift()
  }

  /** 0 to 1. */
  get share(): number {
    return this.skips.length < LEAST ? 0 : this.skips.filter(Boolean).length / this.skips.length
  }
}

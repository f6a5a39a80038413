/** Tells on standard error how much of a long run is done, and how long the rest will take at this pace. */
export class Progress {
  private readonly startedAt = Date.now()
  private readonly total: number
  private readonly isQuiet: boolean
  private finished = 0

  /** @param total units of work, of any size that is the same for all */
  constructor(total: number, isQuiet: boolean) {
    this.total = total
    this.isQuiet = isQuiet
  }

  done(label: string, units: number): void {
    this.finished += units
    if (this.isQuiet) return
    const minutes = (Date.now() - this.startedAt) / 60_000
    const left = (minutes / this.finished) * (this.total - this.finished)
    const share = Math.floor((100 * this.finished) / this.total)
    console.error(`${share} %, ${minutes.toFixed(1)} min, about ${left.toFixed(0)} to go: ${label}`)
  }
}

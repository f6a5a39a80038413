import { Unavailable } from '../../errors.ts'

interface Waiter {
  enter(): void
}

/** First come, first served. */
export class ExclusiveLock {
  private isHeld = false
  private readonly waiters: Waiter[] = []
  private readonly patienceMs: number

  constructor(patienceMs: number) {
    this.patienceMs = patienceMs
  }

  /** @throws Unavailable after the time given: also what saves a caller that waits for itself */
  async acquire(): Promise<void> {
    if (!this.isHeld) {
      this.isHeld = true
      return
    }
    await new Promise<void>((resolve, reject) => {
      const timer = setTimeout(() => {
        this.waiters.splice(this.waiters.indexOf(waiter), 1)
        reject(new Unavailable('The SQL database is busy. Try again shortly.'))
      }, this.patienceMs)
      const waiter: Waiter = {
        enter: () => {
          clearTimeout(timer)
          resolve()
        },
      }
      this.waiters.push(waiter)
    })
  }

  release(): void {
    const next = this.waiters.shift()
    if (next) next.enter()
    else this.isHeld = false
  }
}

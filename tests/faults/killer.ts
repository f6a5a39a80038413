import { setTimeout as sleep } from 'node:timers/promises'
import type { App, AppPart } from '../support/app.ts'
import { pick } from './random.ts'

const PARTS = ['database', 'web', 'worker'] as const satisfies AppPart[]

/** When a kill came: at some moment, or at one that is known to be delicate. */
export type Moment = 'random' | 'during-patch' | 'after-last-byte' | 'while-finishing' | 'while-preparing'

/** Kills until it has enough; counts what it killed and when. */
export class Killer {
  readonly byPart: Record<AppPart, number> = { database: 0, web: 0, worker: 0 }
  readonly byMoment: Partial<Record<Moment, number>> = {}
  private readonly app: App
  private readonly random: () => number
  private readonly wanted: number
  private isBusy = false
  private lastKillAt = 0

  constructor(app: App, wanted: number, random: () => number) {
    this.app = app
    this.wanted = wanted
    this.random = random
  }

  get kills(): number {
    return PARTS.reduce((sum, part) => sum + this.byPart[part], 0)
  }

  get isDone(): boolean {
    return this.kills >= this.wanted
  }

  /** At a delicate moment, now and then, a few milliseconds into it. */
  moment(moment: Exclude<Moment, 'random'>, chance: number): void {
    if (this.random() > chance) return
    const parts: readonly AppPart[] = moment === 'during-patch' ? ['web', 'database'] : PARTS
    void this.kill(pick(this.random, parts), moment, this.random() * 60)
  }

  /** Kills at random moments until enough are counted. */
  async run(everyMs: number): Promise<void> {
    while (!this.isDone) {
      await sleep(everyMs * (0.5 + this.random()))
      await this.kill(pick(this.random, PARTS), 'random', 0)
    }
  }

  /** One at a time, and not faster than a process can come back: a fleet that never runs proves nothing. */
  private async kill(part: AppPart, moment: Moment, delayMs: number): Promise<void> {
    if (this.isBusy || this.isDone || Date.now() - this.lastKillAt < 700) return
    this.isBusy = true
    await sleep(delayMs)
    // one that is just being started again is no target
    if (isAlive(this.app.pid(part))) {
      await this.app.kill(part)
      this.byPart[part]++
      this.byMoment[moment] = (this.byMoment[moment] ?? 0) + 1
      this.lastKillAt = Date.now()
    }
    this.isBusy = false
  }
}

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0)
  } catch {
    return false
  }
}

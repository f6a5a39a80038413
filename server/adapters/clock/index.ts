import { movedByMs } from './moved-clock.ts'

/** The one source of time for rules and records, so that tests can move it. */
export interface Clock {
  now(): Date
}

export const systemClock: Clock = { now: () => new Date(Date.now() + movedByMs()) }

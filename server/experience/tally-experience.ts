import type { ExperienceEvent } from '#shared/experience'
import { FIRST_FRAME_BUCKETS, bucketOf } from './first-frame.ts'

/** Sums over plays, which add up: of processes, of hours, of surfaces. */
export const SUM_FIELDS = [
  'plays',
  'failures',
  'readyPlays',
  'playedMs',
  'rebufferCount',
  'rebufferMs',
  'fetchedBytes',
  'shownBytes',
  'droppedFrames',
  'totalFrames',
] as const
type SumField = (typeof SUM_FIELDS)[number]
type Counts = Record<SumField, number>

export interface ExperienceSums extends Counts {
  /** Plays by how long the first picture took; those that had one. */
  firstFrame: number[]
}

export interface ExperienceTally {
  surface: ExperienceEvent['surface']
  connection: ExperienceEvent['connection']
  sums: ExperienceSums
}

const NO_COUNTS: Counts = {
  plays: 0,
  failures: 0,
  readyPlays: 0,
  playedMs: 0,
  rebufferCount: 0,
  rebufferMs: 0,
  fetchedBytes: 0,
  shownBytes: 0,
  droppedFrames: 0,
  totalFrames: 0,
}

/** @param countOf of each bucket of the first picture */
export function makeSums(
  valueOf: (field: SumField) => number,
  countOf: (bucket: number) => number,
): ExperienceSums {
  const counts = { ...NO_COUNTS }
  for (const field of SUM_FIELDS) counts[field] = valueOf(field)
  const firstFrame = Array.from({ length: FIRST_FRAME_BUCKETS }, (_, bucket) => countOf(bucket))
  return { ...counts, firstFrame }
}

export function noSums(): ExperienceSums {
  return makeSums(
    () => 0,
    () => 0,
  )
}

export function addSums(a: ExperienceSums, b: ExperienceSums): ExperienceSums {
  return makeSums(
    (field) => a[field] + b[field],
    (bucket) => (a.firstFrame[bucket] ?? 0) + (b.firstFrame[bucket] ?? 0),
  )
}

/** One for each surface and connection that comes up. */
export function tallyExperience(events: readonly ExperienceEvent[]): ExperienceTally[] {
  const tallies = new Map<string, ExperienceTally>()
  for (const event of events) {
    const { surface, connection } = event
    const key = `${surface} ${connection}`
    const sums = addSums(tallies.get(key)?.sums ?? noSums(), sumsOf(event))
    tallies.set(key, { surface, connection, sums })
  }
  return [...tallies.values()]
}

/** What contradicts itself is cut, so that no share is ever more than all. */
export function sumsOf(event: ExperienceEvent): ExperienceSums {
  const sums = noSums()
  if (event.firstFrameMs !== null) sums.firstFrame[bucketOf(event.firstFrameMs)] = 1
  return {
    ...sums,
    plays: 1,
    failures: Number(event.hasFailed),
    readyPlays: Number(event.wasReady),
    playedMs: Math.round(event.playedSeconds * 1000),
    rebufferCount: event.rebufferCount,
    rebufferMs: Math.round(event.rebufferMs),
    fetchedBytes: event.fetchedBytes,
    shownBytes: Math.min(event.shownBytes, event.fetchedBytes),
    droppedFrames: Math.min(event.droppedFrames, event.totalFrames),
    totalFrames: event.totalFrames,
  }
}

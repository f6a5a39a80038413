import { FAMILIAR_SHARE, MASTERY_LEVELS, PROFICIENT_SHARE, type MasteryLevel } from '#shared/learning'

/** What the share of a clip that was really watched gives; never more than `proficient`. Null for nothing. */
export function levelOfShare(share: number): MasteryLevel | null {
  if (share >= PROFICIENT_SHARE) return 'proficient'
  if (share >= FAMILIAR_SHARE) return 'familiar'
  return share > 0 ? 'started' : null
}

/** Watching never lowers a level. */
export function higherLevel<Level extends MasteryLevel | null>(
  a: Level,
  b: MasteryLevel | null,
): Level | MasteryLevel {
  return b !== null && rank(b) > rank(a) ? b : a
}

/** A right answer masters the clip; a wrong one takes that back, and nothing else. */
export function levelAfterAnswer(level: MasteryLevel | null, isRight: boolean): MasteryLevel {
  if (isRight) return 'mastered'
  return level === 'mastered' ? 'proficient' : (level ?? 'started')
}

/** The least of all; null until each has one. */
export function leastLevel(levels: readonly (MasteryLevel | null)[]): MasteryLevel | null {
  if (levels.length === 0) return null
  return levels.reduce((least, level) => (rank(level) < rank(least) ? level : least))
}

export const DONE_LEVELS = ['proficient', 'mastered'] as const satisfies readonly MasteryLevel[]

export function isDone(level: MasteryLevel | null | undefined): boolean {
  return DONE_LEVELS.some((done) => done === level)
}

function rank(level: MasteryLevel | null): number {
  return level === null ? -1 : MASTERY_LEVELS.indexOf(level)
}

import type { MasteryLevel } from '#shared/learning'

export const LEVEL_WORDS = {
  started: 'Started',
  familiar: 'Familiar',
  proficient: 'Proficient',
  mastered: 'Mastered',
} as const satisfies Record<MasteryLevel, string>

/** What gives each level, for who asks. */
export const LEVEL_HINTS = {
  started: 'You have begun to watch it.',
  familiar: 'You have watched half of it.',
  proficient: 'You have watched it.',
  mastered: 'You have answered its question.',
} as const satisfies Record<MasteryLevel, string>

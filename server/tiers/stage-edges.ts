import type { StorageStage } from '#shared/videos'

/**
 * Which stage may follow which; every change is one of these. LIVE is RELIVE with a second copy in memory, so that the
 * way down always leads through RELIVE, and the way back up always ends there.
 */
const NEXT_STAGES = {
  LIVE: ['RELIVE'],
  RELIVE: ['LIVE', 'ARCHIVE'],
  ARCHIVE: ['RELIVE', 'EXPIRING'],
  EXPIRING: ['RELIVE', 'AWAITING_PUSH'],
  AWAITING_PUSH: ['EXPIRING'],
} as const satisfies Record<StorageStage, readonly StorageStage[]>

export function isEdge(from: StorageStage, to: StorageStage): boolean {
  return (NEXT_STAGES[from] as readonly StorageStage[]).includes(to)
}

/** Its bytes lie under their own keys in the object store. */
export function isAfloat(stage: StorageStage): boolean {
  return stage === 'LIVE' || stage === 'RELIVE'
}

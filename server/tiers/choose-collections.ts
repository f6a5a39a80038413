import type { TierReason } from '#shared/storage'
import type { TierSettings } from '#shared/tiers'
import { demandOf } from './heat.ts'
import { decideTier, type TierFacts } from './tier-policy.ts'

export interface ArchivedCollection {
  id: string
  /** What the archive is relieved of when it goes. */
  sizeBytes: number
  /** Of the videos that still lie in it. */
  members: readonly TierFacts[]
}

export interface ChosenCollection {
  id: string
  reason: TierReason
}

/**
 * Which collections go to EXPIRING: those of which nobody watches any member, and where the archive is full the coldest
 * until it is eased, coldest by what their members are expected to be watched for each byte. One with a member that
 * should come up again, or may not go down, stays whole.
 * @param archiveBytes of all collections, also those that cannot be chosen
 */
export function chooseCollections(
  collections: readonly ArchivedCollection[],
  archiveBytes: number,
  settings: TierSettings,
  now: Date,
): ChosenCollection[] {
  const isFull = archiveBytes >= settings.archiveCapBytes * settings.archiveFullShare
  const bytesToGo = isFull ? archiveBytes - settings.archiveCapBytes * settings.archiveEasedShare : 0
  const chosen: ChosenCollection[] = []
  let goneBytes = 0
  for (const collection of collections.filter(({ members }) => members.length > 0).toSorted(byCold)) {
    const archiveFill = goneBytes < bytesToGo ? 1 : 0
    const decisions = collection.members.map((facts) => decideTier({ ...facts, archiveFill: archiveFill && settings.archiveFullShare }, settings, now)) // prettier-ignore
    if (decisions.some(({ stage }) => stage !== 'EXPIRING')) continue
    chosen.push({ id: collection.id, reason: archiveFill ? 'archive_full' : 'hardly_ever_watched' })
    goneBytes += collection.sizeBytes
  }
  return chosen
}

function byCold(a: ArchivedCollection, b: ArchivedCollection): number {
  return demandPerByte(a) - demandPerByte(b) || b.sizeBytes - a.sizeBytes || (a.id < b.id ? -1 : 1)
}

function demandPerByte({ members, sizeBytes }: ArchivedCollection): number {
  return members.reduce((sum, { heat }) => sum + demandOf(heat), 0) / Math.max(1, sizeBytes)
}

import type { WatchEvent } from '#shared/engagement'
import type { ClipDocument } from '../clips/clip.model.ts'
import { creditWatching } from '../engagement/credit-watching.ts'
import { changeProgress, type ProgressState } from './change-progress.ts'
import { higherLevel, levelOfShare } from './mastery.ts'
import { coveredShare, joinPieces } from './pieces.ts'
import type { ProgressDocument } from './progress.model.ts'

/** Adds what was watched of a clip to what somebody knows of it. Null while nothing of it was really seen. */
export function advanceProgress(
  userId: string,
  clip: ClipDocument,
  events: readonly WatchEvent[],
  now = new Date(),
): Promise<ProgressDocument | null> {
  return changeProgress(userId, clip, now, (before) => advance(before, clip.duration, events, now))
}

function advance(
  before: ProgressDocument | null,
  durationSeconds: number,
  events: readonly WatchEvent[],
  now: Date,
): ProgressState | null {
  const credit = creditWatching(events, { durationSeconds, lastReportAt: before?.updatedAt ?? null, now })
  const watched = joinPieces([...(before?.watched ?? []), ...credit.pieces], durationSeconds)
  const share = coveredShare(watched, durationSeconds)
  const level = higherLevel(before?.level ?? null, levelOfShare(share))
  if (!level || credit.pieces.length === 0) return null
  const seconds = credit.secondsWatched.reduce((total, each) => total + each, 0)
  return { level, watched, share, watchedSinceAnswer: (before?.watchedSinceAnswer ?? 0) + seconds }
}

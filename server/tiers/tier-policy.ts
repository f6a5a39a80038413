import type { TierReason } from '#shared/storage'
import type { TierSettings } from '#shared/tiers'
import type { StorageStage } from '#shared/videos'
import { coolsAt, demandOf, type Heat } from './heat.ts'

const MINUTE_MS = 60_000
const DAY_MS = 86_400_000
/** LIVE ends so long after the last use. */
export const LIVE_MS = 10 * MINUTE_MS
const SOONEST_REVIEW_MS = MINUTE_MS
const LATEST_REVIEW_MS = 30 * DAY_MS
/** Of RELIVE, which is short of room: the bar may have been raised meanwhile (relive-pressure.ts). */
const LATEST_RELIVE_REVIEW_MS = 3 * DAY_MS

export interface TierFacts {
  stage: StorageStage
  since: Date
  uploadedAt: Date
  /** It can be played; `isReady` with its complete pack, before which it never sinks. */
  isPlayable: boolean
  isReady: boolean
  /** Legal hold. */
  isHeld: boolean
  /** An administrator moved it to where it is: nothing but interest moves it up again. */
  isByAdmin: boolean
  /** Of its pack and its original. */
  sizeBytes: number
  heat: Heat
  /** Players that keep it ready now. */
  windows: number
  /** Of LIVE: when something of it was last read from the cache. */
  lastUsedAt: Date | null
  /** Bytes of all collections by the cap. */
  archiveFill: number
  /** Of EXPIRING: when the server lets go of it. */
  expiresAt: Date | null
}

export interface TierDecision {
  stage: StorageStage
  reason: TierReason
  /** When to look again; in the future, within a month. Null while only somebody's copy can change anything. */
  reviewAt: Date | null
}

/**
 * Where a video should lie, and why. It holds whatever asks first: never below RELIVE in its golden period or while a
 * player keeps it ready; under a legal hold never below ARCHIVE; and more views never give a colder place.
 * The way down leads through every stage, one at a time. EXPIRING and AWAITING_PUSH are entered by whole collections: of a single video the decision says that nothing speaks
 * against it.
 */
export function decideTier(facts: TierFacts, settings: TierSettings, now: Date): TierDecision {
  if (facts.stage === 'AWAITING_PUSH')
    return { stage: 'AWAITING_PUSH', reason: 'deadline_passed', reviewAt: null }
  const isAbove = facts.stage === 'LIVE' || facts.stage === 'RELIVE'
  const { at, ...decision } = (isAbove ? decideAbove : decideBelow)(facts, settings, now.getTime())
  const soonest = now.getTime() + SOONEST_REVIEW_MS
  return {
    ...decision,
    reviewAt: new Date(Math.min(Math.max(at, soonest), now.getTime() + LATEST_REVIEW_MS)),
  }
}

type Decision = Pick<TierDecision, 'stage' | 'reason'> & { at: number }

function decideAbove(facts: TierFacts, settings: TierSettings, now: number): Decision {
  const hot = reasonForLive(facts, settings, now)
  if (hot) return { stage: 'LIVE', reason: hot, at: now + LIVE_MS }
  const coldAt = facts.stage === 'LIVE' ? (facts.lastUsedAt ?? facts.since).getTime() + LIVE_MS : 0
  if (coldAt > now) return { stage: 'LIVE', reason: facts.lastUsedAt ? 'watched' : 'arrived', at: coldAt }
  const sinksAt = sinkingTime(facts, settings, now)
  if (facts.stage === 'LIVE') {
    return { stage: 'RELIVE', reason: reasonOfYoung(facts, settings, now) ?? 'cooled_down', at: sinksAt }
  }
  if (sinksAt <= now) return { stage: 'ARCHIVE', reason: 'rarely_watched', at: now + DAY_MS }
  return {
    stage: 'RELIVE',
    reason: reasonForRelive(facts, settings, now),
    at: Math.min(sinksAt, now + LATEST_RELIVE_REVIEW_MS),
  }
}

function reasonForLive(facts: TierFacts, settings: TierSettings, now: number): TierReason | null {
  if (!facts.isPlayable) return null
  if (facts.windows > 0) return 'in_window'
  const bar = facts.stage === 'LIVE' ? settings.trendingViews / 2 : settings.trendingViews
  if (facts.heat.views.hour >= bar) return 'trending'
  return now < facts.uploadedAt.getTime() + settings.freshMinutes * MINUTE_MS ? 'uploaded' : null
}

/** When it may sink if nobody watches it from now on: golden period, rest after a move, and interest are all over then. */
function sinkingTime(facts: TierFacts, settings: TierSettings, now: number): number {
  if (!facts.isReady || facts.windows > 0) return now + DAY_MS
  const restedAt = facts.since.getTime() + settings.restedDays * DAY_MS
  return Math.max(goldenEnd(facts, settings), restedAt, interestEnd(facts, settings, now))
}

const MAX_WEIGHT = 4

/** Room is what RELIVE is short of: a large video must be wanted more. */
function weightOf({ sizeBytes }: TierFacts, { typicalBytes }: TierSettings): number {
  return Math.min(MAX_WEIGHT, Math.max(1 / MAX_WEIGHT, sizeBytes / typicalBytes))
}

function reasonForRelive(facts: TierFacts, settings: TierSettings, now: number): TierReason {
  const young = reasonOfYoung(facts, settings, now)
  if (young) return young
  // what only rests after a move was perhaps never watched
  return interestEnd(facts, settings, now) > now ? 'watched' : 'arrived'
}

/** Nobody has had the time to watch it, so that nothing is said of that. */
function reasonOfYoung(facts: TierFacts, settings: TierSettings, now: number): TierReason | null {
  if (!facts.isReady) return 'uploaded'
  return now < goldenEnd(facts, settings) ? 'golden_period' : null
}

function interestEnd(facts: TierFacts, settings: TierSettings, now: number): number {
  return coolsAt(facts.heat, settings.sinkBelowViews * weightOf(facts, settings), now)
}

function goldenEnd(facts: TierFacts, settings: TierSettings): number {
  return facts.uploadedAt.getTime() + settings.goldenDays * DAY_MS
}

function decideBelow(facts: TierFacts, settings: TierSettings, now: number): Decision {
  const lift = reasonToLift(facts, settings, now)
  if (lift) return { stage: 'RELIVE', reason: lift, at: now + settings.restedDays * DAY_MS }
  return facts.stage === 'EXPIRING' ? decideExpiring(facts, now) : decideArchived(facts, settings, now)
}

/** Out of EXPIRING it must come while it is held: there its time runs out. */
function reasonToLift(facts: TierFacts, settings: TierSettings, now: number): TierReason | null {
  if (facts.windows > 0) return 'in_window'
  if (now < goldenEnd(facts, settings) && !facts.isByAdmin) return 'golden_period'
  const bar = settings.restoreAtViews * weightOf(facts, settings)
  if (bar > 0 && demandOf(facts.heat) >= bar) return 'watched_again'
  return facts.stage === 'EXPIRING' && facts.isHeld ? 'held' : null
}

function decideExpiring(facts: TierFacts, now: number): Decision {
  const over = facts.expiresAt?.getTime() ?? Infinity
  if (over <= now) return { stage: 'AWAITING_PUSH', reason: 'deadline_passed', at: now + DAY_MS }
  return {
    stage: 'EXPIRING',
    reason: reasonToStay(facts, 'hardly_ever_watched'),
    at: Math.min(over, now + DAY_MS),
  }
}

function decideArchived(facts: TierFacts, settings: TierSettings, now: number): Decision {
  if (facts.isHeld) return { stage: 'ARCHIVE', reason: 'held', at: Infinity }
  if (facts.archiveFill >= settings.archiveFullShare) {
    return { stage: 'EXPIRING', reason: 'archive_full', at: now + DAY_MS }
  }
  const restedAt = facts.since.getTime() + settings.archiveDays * DAY_MS
  const leavesAt = Math.max(restedAt, coolsAt(facts.heat, settings.expireBelowViews, now))
  if (leavesAt <= now) return { stage: 'EXPIRING', reason: 'hardly_ever_watched', at: now + DAY_MS }
  return { stage: 'ARCHIVE', reason: reasonToStay(facts, 'rarely_watched'), at: leavesAt }
}

/** Who moved it there is remembered as long as it stays. */
function reasonToStay({ isByAdmin }: TierFacts, otherwise: TierReason): TierReason {
  return isByAdmin ? 'by_admin' : otherwise
}

import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { DEFAULT_TIER_SETTINGS, TierSettings } from '#shared/tiers'
import { STORAGE_STAGES, type StorageStage } from '#shared/videos'
import { HALF_LIVES, HEAT_SPANS, NO_HEAT, type Heat, type HeatCounts } from '#server/tiers/heat'
import { decideTier, type TierFacts } from '#server/tiers/tier-policy'

const MINUTE = 60_000
const DAY = 86_400_000
const NOW = new Date('2026-11-22T12:00:00Z')
const ago = (ms: number) => new Date(NOW.getTime() - ms)
const ahead = (ms: number) => new Date(NOW.getTime() + ms)
const views = (counts: Partial<HeatCounts>): Heat => ({ ...NO_HEAT, views: { ...NO_HEAT.views, ...counts } })

const OLD: TierFacts = {
  stage: 'RELIVE',
  since: ago(100 * DAY),
  uploadedAt: ago(200 * DAY),
  isPlayable: true,
  isReady: true,
  isHeld: false,
  isByAdmin: false,
  sizeBytes: DEFAULT_TIER_SETTINGS.typicalBytes,
  heat: NO_HEAT,
  windows: 0,
  lastUsedAt: null,
  archiveFill: 0.2,
  expiresAt: null,
}

type Case = [what: string, facts: Partial<TierFacts>, stage: StorageStage, reason: string]
const CASES: Case[] = [
  ['nobody watches it', {}, 'ARCHIVE', 'rarely_watched'],
  ['its pack is not complete', { isReady: false }, 'RELIVE', 'uploaded'],
  ['it is in its golden period', { uploadedAt: ago(29 * DAY) }, 'RELIVE', 'golden_period'],
  ['it was uploaded a minute ago', { uploadedAt: ago(MINUTE) }, 'LIVE', 'uploaded'],
  ['it was uploaded a minute ago and cannot be played', { uploadedAt: ago(MINUTE), isPlayable: false, isReady: false }, 'RELIVE', 'uploaded'], // prettier-ignore
  ['a player keeps it ready', { windows: 1 }, 'LIVE', 'in_window'],
  ['it trends', { heat: views({ hour: 5, week: 5 }) }, 'LIVE', 'trending'],
  ['it nearly trends', { heat: views({ hour: 4, week: 4 }) }, 'RELIVE', 'watched'],
  ['it still trends', { stage: 'LIVE', heat: views({ hour: 4, week: 4 }) }, 'LIVE', 'trending'],
  ['it was used nine minutes ago', { stage: 'LIVE', lastUsedAt: ago(9 * MINUTE) }, 'LIVE', 'watched'],
  ['it was used eleven minutes ago', { stage: 'LIVE', lastUsedAt: ago(11 * MINUTE), heat: views({ week: 9 }) }, 'RELIVE', 'cooled_down'], // prettier-ignore
  ['it was put there a minute ago, and nobody has read of it yet', { stage: 'LIVE', since: ago(MINUTE) }, 'LIVE', 'arrived'], // prettier-ignore
  ['it was uploaded an hour ago, and nobody needs it at once', { stage: 'LIVE', since: ago(60 * MINUTE), uploadedAt: ago(60 * MINUTE) }, 'RELIVE', 'golden_period'], // prettier-ignore
  ['it was uploaded an hour ago and is still being prepared', { stage: 'LIVE', since: ago(60 * MINUTE), uploadedAt: ago(60 * MINUTE), isReady: false }, 'RELIVE', 'uploaded'], // prettier-ignore
  ['it is watched a bit', { heat: views({ week: 1, month: 2 }) }, 'RELIVE', 'watched'],
  [
    'it is watched a bit and large',
    { heat: views({ week: 1, month: 2 }), sizeBytes: 1e9 },
    'ARCHIVE',
    'rarely_watched',
  ],
  ['people watched long, and few views counted', { heat: { ...NO_HEAT, seconds: { ...NO_HEAT.views, month: 6000 } } }, 'RELIVE', 'watched'], // prettier-ignore
  ['it came back two days ago, and nobody watched since', { since: ago(2 * DAY) }, 'RELIVE', 'arrived'],
  ['it came back two days ago and is watched', { since: ago(2 * DAY), heat: views({ week: 1, month: 2 }) }, 'RELIVE', 'watched'], // prettier-ignore
  ['it came back four days ago', { since: ago(4 * DAY) }, 'ARCHIVE', 'rarely_watched'],
  ['archived, it rests', { stage: 'ARCHIVE', since: ago(30 * DAY) }, 'ARCHIVE', 'rarely_watched'],
  [
    'archived, it is watched again',
    { stage: 'ARCHIVE', heat: views({ week: 2 }) },
    'RELIVE',
    'watched_again',
  ],
  ['archived, as much as would have kept it up', { stage: 'ARCHIVE', since: ago(DAY), heat: views({ month: 2 }) }, 'ARCHIVE', 'rarely_watched'], // prettier-ignore
  ['archived, a player keeps it ready', { stage: 'ARCHIVE', windows: 2 }, 'RELIVE', 'in_window'],
  [
    'archived by hand in its golden period',
    { stage: 'ARCHIVE', uploadedAt: ago(DAY) },
    'RELIVE',
    'golden_period',
  ],
  [
    'archived for more than a year without a view',
    { stage: 'ARCHIVE', since: ago(400 * DAY) },
    'EXPIRING',
    'hardly_ever_watched',
  ],
  ['archived by an administrator in its golden period', { stage: 'ARCHIVE', uploadedAt: ago(DAY), isByAdmin: true }, 'ARCHIVE', 'by_admin'], // prettier-ignore
  ['archived by an administrator, it is watched', { stage: 'ARCHIVE', isByAdmin: true, heat: views({ week: 9 }) }, 'RELIVE', 'watched_again'], // prettier-ignore
  ['archived under a hold', { stage: 'ARCHIVE', isHeld: true, archiveFill: 1 }, 'ARCHIVE', 'held'],
  [
    'the archive is full',
    { stage: 'ARCHIVE', since: ago(DAY), archiveFill: 0.9 },
    'EXPIRING',
    'archive_full',
  ],
  ['expiring, it waits', { stage: 'EXPIRING', expiresAt: ahead(DAY) }, 'EXPIRING', 'hardly_ever_watched'],
  ['expiring, its time is over', { stage: 'EXPIRING', expiresAt: NOW }, 'AWAITING_PUSH', 'deadline_passed'],
  ['expiring, it is watched', { stage: 'EXPIRING', expiresAt: ahead(DAY), heat: views({ week: 2 }) }, 'RELIVE', 'watched_again'], // prettier-ignore
  ['expiring, a hold was laid on it', { stage: 'EXPIRING', expiresAt: NOW, isHeld: true }, 'RELIVE', 'held'],
  ['it awaits a push', { stage: 'AWAITING_PUSH', windows: 1 }, 'AWAITING_PUSH', 'deadline_passed'],
]

const count = fc.oneof(fc.constant(0), fc.double({ min: 0, max: 10, noNaN: true }), fc.double({ min: 0, max: 1e6, noNaN: true })) // prettier-ignore
const counts = fc.record({ hour: count, day: count, week: count, month: count, quarter: count })
const past = fc
  .oneof(fc.integer({ min: 0, max: 20 * MINUTE }), fc.integer({ min: 0, max: 400 * DAY }))
  .map(ago)
const anyFacts: fc.Arbitrary<TierFacts> = fc.record({
  stage: fc.constantFrom(...(Object.keys(STORAGE_STAGES) as StorageStage[])),
  since: past,
  uploadedAt: past,
  isPlayable: fc.boolean(),
  isReady: fc.boolean(),
  isHeld: fc.boolean(),
  isByAdmin: fc.boolean(),
  heat: fc.record({ views: counts, seconds: counts }),
  sizeBytes: fc.integer({ min: 0, max: 1e10 }),
  windows: fc.integer({ min: 0, max: 2 }),
  lastUsedAt: fc.option(past),
  archiveFill: fc.double({ min: 0, max: 1.2, noNaN: true }),
  expiresAt: fc.option(fc.integer({ min: -40 * DAY, max: 40 * DAY }).map(ahead)),
})
const anySettings = fc
  .record({
    goldenDays: fc.integer({ min: 0, max: 365 }),
    freshMinutes: fc.integer({ min: 0, max: 1440 }),
    trendingViews: fc.integer({ min: 1, max: 1000 }),
    sinkBelowViews: fc.double({ min: 0.001, max: 100, noNaN: true }),
    restedDays: fc.integer({ min: 0, max: 90 }),
    archiveDays: fc.integer({ min: 1, max: 3650 }),
  })
  .map((some) => ({
    ...DEFAULT_TIER_SETTINGS,
    ...some,
    restoreAtViews: 2 * some.sinkBelowViews,
    expireBelowViews: some.sinkBelowViews / 10,
  }))
const depth = (facts: TierFacts, settings: TierSettings) =>
  STORAGE_STAGES[decideTier(facts, settings, NOW).stage]

function always(holds: (facts: TierFacts, settings: TierSettings) => void): void {
  fc.assert(fc.property(anyFacts, anySettings, holds), { numRuns: 3000 })
}

describe('where a video lies', () => {
  it.each(CASES)('%s', (_, facts, stage, reason) => {
    expect(decideTier({ ...OLD, ...facts }, DEFAULT_TIER_SETTINGS, NOW)).toMatchObject({ stage, reason })
  })

  it('is never below RELIVE in the golden period or while a player keeps it ready', () => {
    always((facts, settings) => {
      const isGolden = NOW.getTime() < facts.uploadedAt.getTime() + settings.goldenDays * DAY
      // an administrator may archive what is new, too
      const isLeft = facts.isByAdmin && STORAGE_STAGES[facts.stage] > STORAGE_STAGES.RELIVE
      if (facts.stage === 'AWAITING_PUSH' || ((!isGolden || isLeft) && facts.windows === 0)) return
      expect(depth(facts, settings)).toBeLessThanOrEqual(STORAGE_STAGES.RELIVE)
    })
  })

  it('is never below ARCHIVE under a hold, and never below RELIVE before its pack is complete', () => {
    always((facts, settings) => {
      const isAbove = facts.stage === 'LIVE' || facts.stage === 'RELIVE'
      if (facts.stage !== 'AWAITING_PUSH' && facts.isHeld) {
        expect(depth(facts, settings)).toBeLessThanOrEqual(STORAGE_STAGES.ARCHIVE)
      }
      if (isAbove && !facts.isReady) expect(depth(facts, settings)).toBeLessThanOrEqual(STORAGE_STAGES.RELIVE)
    })
  })

  it('is never colder for more views', () => {
    fc.assert(
      fc.property(anyFacts, anySettings, counts, counts, (facts, settings, moreViews, moreSeconds) => {
        const more = (from: HeatCounts, by: HeatCounts) =>
          Object.fromEntries(HEAT_SPANS.map((span) => [span, from[span] + by[span]])) as unknown as HeatCounts
        const { views, seconds } = facts.heat
        const hotter = {
          ...facts,
          heat: { views: more(views, moreViews), seconds: more(seconds, moreSeconds) },
        }
        expect(depth(hotter, settings)).toBeLessThanOrEqual(depth(facts, settings))
      }),
      { numRuns: 3000 },
    )
  })

  it('is looked at again within a month, and never at once', () => {
    always((facts, settings) => {
      const { reviewAt, stage } = decideTier(facts, settings, NOW)
      if (facts.stage === 'AWAITING_PUSH') {
        expect({ stage, reviewAt }).toEqual({ stage: 'AWAITING_PUSH', reviewAt: null })
        return
      }
      expect(reviewAt!.getTime()).toBeGreaterThan(NOW.getTime())
      expect(reviewAt!.getTime()).toBeLessThanOrEqual(NOW.getTime() + 30 * DAY)
    })
  })

  it('does not go to and fro: what was moved stays where it is until something changes', () => {
    always((facts, settings) => {
      const { stage } = decideTier(facts, settings, NOW)
      const moved = { ...facts, stage, since: NOW, lastUsedAt: NOW }
      const next = decideTier(moved, settings, ahead(MINUTE))
      // down into the cold store and out of it whole collections go, each step by its own deadline
      if (STORAGE_STAGES[stage] >= STORAGE_STAGES.EXPIRING || settings.restedDays === 0) return
      if (stage === 'LIVE' || stage === 'RELIVE') expect(STORAGE_STAGES[next.stage]).toBeLessThanOrEqual(2)
      else if (facts.archiveFill < settings.archiveFullShare) expect(next.stage).toBe(stage)
    })
  })

  it('is looked at when it may sink and not before, if nobody watches it', () => {
    always((facts, settings) => {
      const calm = { ...facts, windows: 0, isReady: true, stage: 'RELIVE' as const }
      const { stage, reviewAt } = decideTier(calm, settings, NOW)
      if (stage !== 'RELIVE') return
      const waited = reviewAt!.getTime() - NOW.getTime()
      const after = (ms: number) => {
        const at = new Date(NOW.getTime() + ms)
        return decideTier({ ...calm, heat: faded(calm.heat, ms) }, settings, at).stage
      }
      expect(after(waited * 0.99)).not.toBe('ARCHIVE')
      if (waited > MINUTE && waited < 3 * DAY) expect(after(waited + 1)).toBe('ARCHIVE')
    })
  })
})

function faded(heat: Heat, ms: number): Heat {
  const fade = (counts: HeatCounts) =>
    Object.fromEntries(
      HEAT_SPANS.map((span) => [span, counts[span] * 2 ** (-ms / HALF_LIVES[span])]),
    ) as unknown as HeatCounts
  return { views: fade(heat.views), seconds: fade(heat.seconds) }
}

describe('the settings', () => {
  it('stand', () => expect(TierSettings.parse(DEFAULT_TIER_SETTINGS)).toEqual(DEFAULT_TIER_SETTINGS))

  it.each([
    ['restoreAtViews', { restoreAtViews: 1.9 }],
    ['expireBelowViews', { expireBelowViews: 1.1 }],
    ['archiveEasedShare', { archiveEasedShare: 0.95 }],
    ['archiveCapBytes', { archiveCapBytes: 5 }],
  ])('refuse what would make videos go to and fro: %s', (path, change) => {
    const { error } = TierSettings.safeParse({ ...DEFAULT_TIER_SETTINGS, ...change })
    expect(error?.issues[0]?.path).toEqual([path])
  })
})

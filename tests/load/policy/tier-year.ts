import type { TierSettings } from '#shared/tiers'
import type { StorageStage } from '#shared/videos'
import { addToScore, coolScore, HALF_LIVES, HEAT_SPANS, NO_HEAT, type Heat } from '#server/tiers/heat'
import { nextPressure, underPressure } from '#server/tiers/relive-pressure'
import { decideTier } from '#server/tiers/tier-policy'
import { DAY_MS, type Audience } from './audience.ts'

const HOUR_MS = 3_600_000
/** How long it takes until a video that somebody asked for is back. */
const RESTORE_MS = 60_000
const EXPIRY_DAYS = 30

/** Where every video lies while a year goes by, moved by the very rules of the server. */
export class TierYear {
  hot = 0
  cold = 0
  unavailable = 0
  restores = 0
  readonly stages: StorageStage[]
  private readonly since: Float64Array
  private readonly backAt: Float64Array
  /** Of each span, by video; NaN where nothing was counted. */
  private readonly scores: Float64Array[]
  private readonly due: number[][]
  private readonly audience: Audience
  private readonly asSet: TierSettings
  private settings: TierSettings
  private pressure = 1
  decisions = 0

  constructor(audience: Audience, settings: TierSettings, days: number) {
    this.audience = audience
    this.asSet = settings
    this.settings = settings
    const count = audience.sizeBytes.length
    this.stages = Array.from({ length: count }, (): StorageStage => 'RELIVE')
    this.since = audience.uploadedMs.slice()
    this.scores = HEAT_SPANS.map(() => new Float64Array(count).fill(NaN))
    this.backAt = new Float64Array(count)
    this.due = Array.from({ length: days * 24 + 1 }, () => [])
    for (let video = 0; video < count; video++) this.plan(video, Math.max(0, audience.uploadedMs[video]!))
  }

  view(video: number, nowMs: number): void {
    const stage = this.stages[video]!
    if (stage === 'AWAITING_PUSH') this.unavailable++
    else if (stage !== 'RELIVE' || this.backAt[video]! > nowMs) this.cold++
    else this.hot++
    for (const [index, span] of HEAT_SPANS.entries()) {
      const scores = this.scores[index]!
      scores[video] = addToScore(known(scores[video]!), 1, HALF_LIVES[span], nowMs)!
    }
    if (stage === 'ARCHIVE' || stage === 'EXPIRING') this.restore(video, nowMs)
  }

  /** The reviews of an hour that begins. */
  review(hour: number): void {
    const videos = this.due[hour] ?? []
    for (const video of videos) this.decide(video, hour * HOUR_MS)
    this.due[hour] = []
  }

  /** Share of the bytes that are there which RELIVE holds; looked at once a day. */
  measure(nowMs: number): number {
    const { uploadedMs, sizeBytes } = this.audience
    let [all, held] = [0, 0]
    for (const [video, stage] of this.stages.entries()) {
      if (uploadedMs[video]! > nowMs) continue
      all += sizeBytes[video]!
      if (stage === 'RELIVE') held += sizeBytes[video]!
    }
    this.pressure = nextPressure(this.pressure, held / all, this.asSet, DAY_MS)
    this.settings = underPressure(this.asSet, this.pressure)
    return held / all
  }

  reset(): void {
    this.hot = this.cold = this.unavailable = this.restores = 0
  }

  private restore(video: number, nowMs: number): void {
    this.restores++
    this.backAt[video] = nowMs + RESTORE_MS
    this.move(video, 'RELIVE', nowMs)
    this.plan(video, nowMs + DAY_MS)
  }

  private decide(video: number, nowMs: number): void {
    this.decisions++
    const stage = this.stages[video]!
    const since = this.since[video]!
    const decision = decideTier(
      {
        stage,
        since: new Date(since),
        uploadedAt: new Date(this.audience.uploadedMs[video]!),
        isPlayable: true,
        isReady: true,
        isHeld: false,
        isByAdmin: false,
        sizeBytes: this.audience.sizeBytes[video]!,
        heat: this.heatOf(video, nowMs),
        windows: 0,
        lastUsedAt: null,
        archiveFill: 0,
        expiresAt: stage === 'EXPIRING' ? new Date(since + EXPIRY_DAYS * DAY_MS) : null,
      },
      this.settings,
      new Date(nowMs),
    )
    // LIVE is a second copy, which another part of the bench looks at
    const next = decision.stage === 'LIVE' ? 'RELIVE' : decision.stage
    if (next !== stage) this.move(video, next, nowMs)
    if (decision.reviewAt) this.plan(video, decision.reviewAt.getTime())
  }

  private move(video: number, stage: StorageStage, nowMs: number): void {
    this.stages[video] = stage
    this.since[video] = nowMs
  }

  private plan(video: number, atMs: number): void {
    this.due[Math.ceil(atMs / HOUR_MS)]?.push(video)
  }

  private heatOf(video: number, nowMs: number): Heat {
    const countOf = (index: number) =>
      coolScore(known(this.scores[index]![video]!), HALF_LIVES[HEAT_SPANS[index]!], nowMs)
    const views = {
      hour: countOf(0),
      day: countOf(1),
      week: countOf(2),
      month: countOf(3),
      quarter: countOf(4),
    }
    return { views, seconds: NO_HEAT.seconds }
  }
}

function known(score: number): number | undefined {
  return Number.isNaN(score) ? undefined : score
}

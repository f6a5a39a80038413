import { trusted, type Types } from 'mongoose'
import { MAX_FORECAST_DAYS, type ForecastCount } from '#shared/tiers'
import { systemClock, type Clock } from '../adapters/clock/index.ts'
import { Video } from '../videos/video.model.ts'
import { heatOf } from './find-heat.ts'
import { FORECAST_ID, TierForecast, type ForecastDays, type TierForecastDocument } from './forecast.model.ts'
import { findExpiries, REVIEWED_FIELDS, tierFactsOf, type ReviewedVideo } from './gather-facts.ts'
import { readPressedSettings } from './sample-tiers.ts'
import { COPY_DAYS, EXPIRY_DAYS, forecastVideo, type ForecastStep } from './tier-forecast.ts'
import { VideoHeat, type VideoHeatDocument } from './video-heat.model.ts'

const DAY_MS = 86_400_000
const BATCH = 1_000
const MOVES_OF_A_KIND = 50

/** Looks ahead for every video by the very rules, and keeps what comes of it; for a job. */
export async function makeForecast(signal?: AbortSignal, clock: Clock = systemClock): Promise<void> {
  const now = clock.now()
  const until = new Date(now.getTime() + MAX_FORECAST_DAYS * DAY_MS)
  const settings = await readPressedSettings()
  const tally = new ForecastTally(now)
  let after: Types.ObjectId | undefined
  for (;;) {
    signal?.throwIfAborted()
    const videos = await findBatch(after)
    if (videos.length === 0) break
    after = videos.at(-1)!._id
    const ids = videos.map(({ _id }) => _id) // prettier-ignore
    const rows = await VideoHeat.find({ _id: trusted({ $in: ids }) }).lean<VideoHeatDocument[]>()
    const heat = new Map(rows.map((row) => [row._id.toHexString(), row]))
    const expiries = await findExpiries(videos.filter(isExpiring).map(({ collectionId }) => collectionId))
    for (const video of videos) {
      const expiresAt = expiries.get(String(video.collectionId)) ?? null
      const row = heat.get(video._id.toHexString())
      const facts = tierFactsOf(video, { expiresAt })
      tally.add(
        video,
        expiresAt,
        forecastVideo(facts, (at) => heatOf(row, at), settings, now, until),
      )
    }
  }
  const made = { madeAt: now, days: tally.days(), moves: tally.firstMoves() }
  await TierForecast.updateOne({ _id: FORECAST_ID }, { $set: made }, { upsert: true })
}

function findBatch(after: Types.ObjectId | undefined): Promise<ReviewedVideo[]> {
  return Video.find({ deletedAt: null, ...(after && { _id: trusted({ $gt: after }) }) }, REVIEWED_FIELDS)
    .sort({ _id: 1 })
    .limit(BATCH)
    .lean<ReviewedVideo[]>()
    .exec()
}

const isExpiring = ({ storageStage }: ReviewedVideo) => storageStage === 'EXPIRING'

type Kind = Exclude<keyof ForecastDays, 'creators'>
const KIND_OF = { ARCHIVE: 'archived', EXPIRING: 'expiring', AWAITING_PUSH: 'unavailable' } as const
const noCounts = () =>
  Array.from({ length: MAX_FORECAST_DAYS }, (): ForecastCount => ({ videos: 0, bytes: 0 }))

class ForecastTally {
  private readonly now: Date
  private readonly counts = {
    archived: noCounts(),
    expiring: noCounts(),
    asked: noCounts(),
    unavailable: noCounts(),
  }
  private readonly creators = new Map<string, number>()
  private readonly moves: Record<string, TierForecastDocument['moves']> = {}

  constructor(now: Date) {
    this.now = now
  }

  add(video: ReviewedVideo, expiresAt: Date | null, steps: ForecastStep[]): void {
    if (expiresAt) this.ask(video, new Date(expiresAt.getTime() - (EXPIRY_DAYS - COPY_DAYS) * DAY_MS))
    for (const step of steps) {
      const kind = KIND_OF[step.to as keyof typeof KIND_OF] as Kind | undefined
      if (!kind) continue
      this.count(kind, video, step.at)
      if (kind === 'expiring') this.ask(video, new Date(step.at.getTime() + COPY_DAYS * DAY_MS))
      this.keepFirst({ ...step, videoId: video._id })
    }
  }

  /** Sums up to each day. */
  days(): ForecastDays {
    const sums = (counts: ForecastCount[]) => {
      let [videos, bytes] = [0, 0]
      return counts.map((day) => ({ videos: (videos += day.videos), bytes: (bytes += day.bytes) }))
    }
    const { archived, expiring, asked, unavailable } = this.counts
    const askedFrom = noCounts().map(
      (_, day) => [...this.creators.values()].filter((first) => first <= day).length,
    )
    return { archived: sums(archived), expiring: sums(expiring), asked: sums(asked), unavailable: sums(unavailable), creators: askedFrom } // prettier-ignore
  }

  firstMoves(): TierForecastDocument['moves'] {
    return Object.values(this.moves)
      .flatMap((moves) => moves.toSorted(byTime).slice(0, MOVES_OF_A_KIND))
      .sort(byTime)
  }

  private ask(video: ReviewedVideo, at: Date): void {
    const day = this.count('asked', video, at)
    const creator = String(video.uploader)
    if (day !== null) this.creators.set(creator, Math.min(day, this.creators.get(creator) ?? Infinity))
  }

  private count(kind: Kind, { source }: ReviewedVideo, at: Date): number | null {
    const day = Math.floor((at.getTime() - this.now.getTime()) / DAY_MS)
    const count = this.counts[kind][day]
    if (!count) return null
    count.videos++
    count.bytes += source.sizeBytes
    return day
  }

  private keepFirst(move: TierForecastDocument['moves'][number]): void {
    const moves = (this.moves[move.to] ??= [])
    moves.push(move)
    if (moves.length >= 4 * MOVES_OF_A_KIND)
      this.moves[move.to] = moves.sort(byTime).slice(0, MOVES_OF_A_KIND)
  }
}

function byTime(a: ForecastStep, b: ForecastStep): number {
  return a.at.getTime() - b.at.getTime()
}

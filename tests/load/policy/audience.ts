import { gaussian, seeded, WeightedDraw } from './seeded.ts'

export const DAY_MS = 86_400_000

export interface AudienceSize {
  videos: number
  /** Of the whole time, warm-up and year. */
  days: number
  viewsPerDay: number
  seed: number
}

/**
 * What a site's people watch. Popularity is Zipf's, with an exponent as a random sample of YouTube shows it (McGrady et
 * al., "Dialing for Videos", 2023: 3.7 % of the videos have 94 % of the views, which is 1.27). Interest is greatest when
 * a video is new and then fades by a power of its age (Crane and Sornette, "Robust dynamic classes revealed by measuring
 * the response function of a social system", 2008: 1.4 for what does not spread by itself), not to nothing; some old ones come into fashion again for some days. Two thirds of the videos
 * are there at the beginning, the others come evenly.
 */
export const ZIPF = 1.27
const AGE_SCALE_DAYS = 7
const AGE_POWER = 1.4
const OLDEST_DAYS = 1_000
const PRESENT_SHARE = 2 / 3
const REVIVALS_PER_DAY = 1 / 20_000
const REVIVAL_DAYS = 5
const REVIVAL_FACTOR = 30
/** Sunday first. */
const WEEK = [0.75, 1.1, 1.15, 1.15, 1.1, 1, 0.75]
const ITEMS_PER_SESSION = 12

/** Somebody's way through the feed. */
export interface Session {
  startMs: number
  videos: number[]
  /** Seconds that each is looked at. */
  seconds: number[]
}

export class Audience {
  readonly uploadedMs: Float64Array
  readonly sizeBytes: Float64Array
  readonly durationSeconds: Float64Array
  private readonly appeal: Float64Array
  private readonly revivedUntil: Float64Array
  private readonly random: () => number
  private readonly size: AudienceSize

  constructor(size: AudienceSize) {
    const random = seeded(size.seed)
    this.size = size
    this.random = random
    const make = (value: (index: number) => number) =>
      Float64Array.from({ length: size.videos }, (_, index) => value(index))
    this.uploadedMs = make((index) => uploadDay(index, size, random) * DAY_MS)
    this.durationSeconds = make(() => Math.min(180, 30 * Math.exp(0.6 * gaussian(random))))
    this.sizeBytes = this.durationSeconds.map(
      (seconds) => seconds * BYTES_PER_SECOND.reduce((sum, rate) => sum + rate, 0),
    )
    this.appeal = zipf(size.videos, random)
    this.revivedUntil = new Float64Array(size.videos)
  }

  /** What is watched on a day. */
  weightsOn(day: number): Float64Array {
    return this.appeal.map((appeal, video) => {
      const ageDays = day + 0.5 - this.uploadedMs[video]! / DAY_MS
      if (ageDays < 0) return 0
      const faded = appeal * (1 + ageDays / AGE_SCALE_DAYS) ** -AGE_POWER
      return this.revivedUntil[video]! > day ? faded * REVIVAL_FACTOR : faded
    })
  }

  /** The sessions of a day by their beginning. To be asked day after day. */
  sessionsOn(day: number): Session[] {
    this.revive(day)
    const draw = new WeightedDraw(this.weightsOn(day), this.random)
    const count = Math.round((this.size.viewsPerDay * WEEK[day % 7]!) / ITEMS_PER_SESSION)
    const starts = Array.from({ length: count }, () => (day + dayTime(this.random)) * DAY_MS).sort(
      (a, b) => a - b,
    )
    return starts.map((startMs) => this.makeSession(startMs, draw))
  }

  private makeSession(startMs: number, draw: WeightedDraw): Session {
    const length = 1 + Math.floor(-Math.log(1 - this.random()) * (ITEMS_PER_SESSION - 1) + 0.5)
    const videos = Array.from({ length: Math.min(length, 80) }, () => draw.draw())
    const seconds = videos.map((video) => {
      // two of five are left early, the others mostly seen to their end
      const share = this.random() < 0.4 ? 0.05 + 0.3 * this.random() : 0.5 + 0.5 * this.random()
      return Math.max(1, share * this.durationSeconds[video]!)
    })
    return { startMs, videos, seconds }
  }

  private revive(day: number): void {
    const count = this.size.videos * REVIVALS_PER_DAY
    for (let index = 0; index < count; index++) {
      this.revivedUntil[Math.floor(this.random() * this.size.videos)] = day + REVIVAL_DAYS
    }
  }
}

/** Of the renditions, lowest first: 360p and 720p. */
export const BYTES_PER_SECOND = [65_000, 190_000]

function uploadDay(index: number, { videos, days }: AudienceSize, random: () => number): number {
  if (index < videos * PRESENT_SHARE) return -random() * OLDEST_DAYS
  return random() * days
}

/** Ranks in no order. */
function zipf(count: number, random: () => number): Float64Array {
  const ranks = Float64Array.from({ length: count }, (_, index) => (index + 1) ** -ZIPF)
  for (let at = count - 1; at > 0; at--) {
    const other = Math.floor(random() * (at + 1))
    const kept = ranks[at]!
    ranks[at] = ranks[other]!
    ranks[other] = kept
  }
  return ranks
}

/** Share of a day: few at night, most in the evening. */
function dayTime(random: () => number): number {
  for (;;) {
    const at = random()
    if (random() < 0.55 - 0.45 * Math.cos(2 * Math.PI * (at - 0.3))) return at
  }
}

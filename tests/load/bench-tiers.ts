// npm run bench:tiers [-- --small] [-- --gigabytes 10]: how fast the storage tiers give, take and sink, beside the disk itself.
import '../../server/all-models.ts'
import { accountMigrations } from '../../server/accounts/migrations.ts'
import { auditMigrations } from '../../server/audit/tables.ts'
import { closeObjectStore } from '../../server/adapters/object-store/index.ts'
import { closeQueue } from '../../server/adapters/queue/index.ts'
import { startDatabases } from '../support/databases.ts'
import { guestClient } from '../support/guests.ts'
import { startRedis } from '../support/redis.ts'
import { quantile } from './feed/quantile.ts'
import { closeConnections, readWhole, timeRange, type Place } from './tiers/ask-ranges.ts'
import { measureSinking } from './tiers/measure-sinking.ts'
import { serveMedia, type MediaServer } from './tiers/serve-media.ts'
import { makeTierVideos, type TierVideo } from './tiers/tier-videos.ts'

const MB = 1e6
const RANGE_BYTES = MB
const isSmall = process.argv.includes('--small')
const gigabytes = Number(process.argv[process.argv.indexOf('--gigabytes') + 1]) || 10
const SIZES = isSmall
  ? { pack: 24 * MB, rounds: 80, reads: 6, sink: 400 * MB, sinkPack: 50 * MB, batch: 4 }
  : { pack: 128 * MB, rounds: 400, reads: 15, sink: gigabytes * 1000 * MB, sinkPack: 125 * MB, batch: 8 }
/** Times to the first byte beside RELIVE, bytes a second beside RELIVE, and beside `cp` with `sha256sum`. */
const MOST = { live: 1, liveRedis: 1.5, archive: 3, expiring: 4 }
const LEAST = { archiveThroughput: 0.5, sinking: 0.5 }
/** In the small setting other tests share the machine, and what every move costs is spread over a few packs only. */
const SLACK = isSmall ? 1.5 : 1
/** What a process that gives media, or sinks, may ever hold. */
const MAX_PEAK_BYTES = 400 * MB

async function main(): Promise<boolean> {
  const databases = await startDatabases({ ...accountMigrations, ...auditMigrations })
  const redis = await startRedis()
  const videos = await makeTierVideos(SIZES.pack)
  const plain = await serveMedia(databases.env)
  const shared = await serveMedia({ ...databases.env, REDIS_URL: redis.url })
  try {
    const places = await placesOf(videos, plain, shared)
    const times = await timeFirstBytes(places)
    const speeds = await timeWholeReads(places)
    const sinking = await measureSinking(SIZES.sink, SIZES.sinkPack, SIZES.batch)
    return report(times, speeds, sinking, Math.max(await plain.peakBytes(), await shared.peakBytes()))
  } finally {
    closeConnections()
    await Promise.all([plain.stop(), shared.stop()])
    await redis.stop()
    await closeQueue(0)
    await closeObjectStore()
    await databases.stop()
  }
}

async function placesOf(videos: TierVideo[], plain: MediaServer, shared: MediaServer): Promise<Place[]> {
  const cookie = (await guestClient(plain.url)).cookieHeader()
  const place = (name: string, server: MediaServer, { uuid, bytes }: TierVideo) => ({
    name,
    url: `${server.url}/cdn/${uuid}/pack?r=1`,
    cookie,
    bytes,
  })
  const live = videos.find(({ name }) => name === 'live')!
  return [...videos.map((video) => place(video.name, plain, video)), place('liveRedis', shared, live)]
}

/** Every place is asked for the same range in turn; LIVE has it already, as it has what is in a viewer's window. */
async function timeFirstBytes(places: Place[]): Promise<Record<string, number[]>> {
  const times: Record<string, number[]> = Object.fromEntries(places.map(({ name }) => [name, []]))
  for (let round = -10; round < SIZES.rounds; round += 1) {
    const start = Math.floor(Math.random() * (16 * MB - RANGE_BYTES))
    const range = { start, end: start + RANGE_BYTES - 1 }
    for (const place of places.filter(({ name }) => name.startsWith('live'))) await timeRange(place, range)
    for (const place of rotated(places, round)) {
      const { first } = await timeRange(place, range)
      if (round >= 0) times[place.name]!.push(first)
    }
  }
  return times
}

async function timeWholeReads(places: Place[]): Promise<Record<string, number[]>> {
  const compared = places.filter(({ name }) => ['relive', 'archive', 'expiring'].includes(name))
  const speeds: Record<string, number[]> = Object.fromEntries(compared.map(({ name }) => [name, []]))
  for (let turn = -1; turn < SIZES.reads; turn += 1) {
    for (const place of rotated(compared, turn)) {
      const speed = await readWhole(place)
      if (turn >= 0) speeds[place.name]!.push(speed)
    }
  }
  return speeds
}

/** No place always follows the same other one. */
function rotated<Item>(items: Item[], turn: number): Item[] {
  const shift = ((turn % items.length) + items.length) % items.length
  return [...items.slice(shift), ...items.slice(0, shift)]
}

function report(
  times: Record<string, number[]>,
  speeds: Record<string, number[]>,
  sinking: Awaited<ReturnType<typeof measureSinking>>,
  serverPeakBytes: number,
): boolean {
  const firstMs = mapValues(times, (values) => quantile(values, 0.5))
  const speed = mapValues(speeds, (values) => quantile(values, 0.5))
  const beside = (name: string) => round(firstMs[name]! / firstMs.relive!)
  const ratios = {
    live: beside('live'),
    liveRedis: beside('liveRedis'),
    archive: beside('archive'),
    expiring: beside('expiring'),
    archiveThroughput: round(speed.archive! / speed.relive!),
    sinking: round(sinking.copySeconds / sinking.sinkSeconds),
  }
  const isQuick = Object.entries(MOST).every(
    ([name, most]) => ratios[name as keyof typeof MOST] <= most * SLACK,
  )
  const isFast = Object.entries(LEAST).every(
    ([name, least]) => ratios[name as keyof typeof LEAST] * SLACK >= least,
  )
  const ok = isQuick && isFast && Math.max(serverPeakBytes, sinking.peakBytes) <= MAX_PEAK_BYTES
  console.log(
    JSON.stringify({
      name: 'bench:tiers',
      ok,
      ...ratios,
      firstByteMs: mapValues(firstMs, round),
      megabytesPerSecond: mapValues(speed, (value) => Math.round(value / MB)),
      sunkGb: SIZES.sink / 1e9,
      sinkMbPerSecond: Math.round(SIZES.sink / sinking.sinkSeconds / MB),
      copyMbPerSecond: Math.round(SIZES.sink / sinking.copySeconds / MB),
      sinkLoopP99Ms: round(sinking.loopP99Ms),
      serverPeakMb: Math.round(serverPeakBytes / MB),
      sinkPeakMb: Math.round(sinking.peakBytes / MB),
    }),
  )
  return ok
}

function mapValues(
  values: Record<string, number[]>,
  change: (values: number[]) => number,
): Record<string, number>
function mapValues(values: Record<string, number>, change: (value: number) => number): Record<string, number>
function mapValues<Value>(
  values: Record<string, Value>,
  change: (value: Value) => number,
): Record<string, number> {
  return Object.fromEntries(Object.entries(values).map(([name, value]) => [name, change(value)]))
}

function round(value: number): number {
  return Math.round(value * 100) / 100
}

process.exitCode = (await main()) ? 0 : 1

// npm run faults:tiers -- [--small] [--kills 300] [--seed 1] [--only text]: every way between storage tiers, with every
// fault at every numbered point until the way is passed, then kill -9 at random while videos move up and down; all the
// while a reader compares hashes. Judged by the stores and the bytes that were put in. The full run tells how far it is.
import { parseArgs } from 'node:util'
import '../../server/all-models.ts'
import { accountMigrations } from '../../server/accounts/migrations.ts'
import { auditMigrations } from '../../server/audit/tables.ts'
import { Video } from '../../server/videos/video.model.ts'
import { logger } from '../../server/logger.ts'
import { startDatabases } from '../support/databases.ts'
import { pick, seededRandom } from './random.ts'
import { useMemoryDisk } from './tiers/memory-disk.ts'
import { Progress } from './tiers/progress.ts'
import { check, newVerdict } from './tiers/check.ts'
import { EDGES, type Edge } from './tiers/edges.ts'
import { FAULTS, type Fault } from './tiers/effects.ts'
import { Movers } from './tiers/mover.ts'
import { Reader } from './tiers/reader.ts'
import { addVideo, bringTo, clear, makeFootage, recover, type KnownVideo } from './tiers/site.ts'

const DAY_MS = 24 * 3600_000
/** Far beyond any way: one that is never passed is a fault of its own. */
const MAX_POINTS = 400
/** In the small setting, of a way's points; those of the shortest ways are passed by, and the way is gone without a fault. */
const SMALL_POINTS = 40
const SMALL_FAULTS = ['crash', 'EIO', 'twice'] as const

const { values } = parseArgs({
  options: {
    small: { type: 'boolean' },
    kills: { type: 'string' },
    seed: { type: 'string' },
    only: { type: 'string' },
  },
})
const isSmall = values.small ?? false
const wantedKills = Number(values.kills ?? (isSmall ? 6 : 300))
const seed = Number(values.seed ?? Date.now() % 100_000)
const random = seededRandom(seed)

// what goes wrong here is meant to
logger.level = 'silent'
useMemoryDisk()
const startedAt = Date.now()
const databases = await startDatabases(
  { ...accountMigrations, ...auditMigrations },
  { LOG_LEVEL: 'silent', MIN_FREE_DISK_BYTES: '1000000' },
)
const movers = new Movers({ ...databases.env, LOG_LEVEL: 'silent' })
const reader = new Reader()
const verdict = newVerdict()
const cases: Record<string, number> = {}
/** Of each way, for each fault: after so many it was through. */
const points: Record<string, Partial<Record<Fault, number>>> = {}
let swept = 0
const faults: readonly Fault[] = isSmall ? SMALL_FAULTS : FAULTS
const ways = Object.entries(EDGES).filter(([name]) => !values.only || name.includes(values.only))
/** Counting one fault through a way takes about as long as so many kills. */
const KILLS_PER_WAY = 15
const progress = new Progress(ways.length * faults.length + wantedKills / KILLS_PER_WAY, isSmall)
try {
  const footage = await makeFootage(3)
  for (const [name, edge] of ways) {
    for (const fault of faults) {
      await countThrough(name, edge, fault, footage)
      progress.done(`${name}, ${fault}`, 1)
    }
  }
  const kills = await killAtRandom(footage)
  const isOk =
    verdict.lost + verdict.doubled + verdict.wrongBytes + verdict.orphans + verdict.stuck === 0 &&
    reader.wrongBytes + reader.unexpected.length === 0 &&
    reader.reads > 0 &&
    kills >= wantedKills
  const { notes, ...counts } = verdict
  for (const note of [...notes, ...new Set(reader.unexpected)].slice(0, 40)) console.error(note)
  console.log(
    JSON.stringify({
      name: 'faults:tiers',
      ok: isOk,
      seed,
      ways: Object.keys(points).length,
      ...(isSmall ? {} : { points }),
      cases,
      randomKills: kills,
      allKills: movers.kills,
      reads: reader.reads,
      readerErrors: reader.unexpected.length,
      ...counts,
      wrongBytes: verdict.wrongBytes + reader.wrongBytes,
      swept,
      seconds: Math.round((Date.now() - startedAt) / 1000),
    }),
  )
  process.exitCode = isOk ? 0 : 1
} finally {
  await reader.stop()
  await movers.stop()
  await databases.stop()
}

/** The fault at point 1, 2, 3 ... until the way is through before it comes. The small setting takes one at random. */
async function countThrough(name: string, edge: Edge, fault: Fault, footage: Buffer[]): Promise<void> {
  const counts = (points[name] ??= {})
  for (let at = isSmall ? 1 + Math.floor(random() * SMALL_POINTS) : 1; at < MAX_POINTS; at++) {
    const passed = await runCase(name, edge, { fault, at }, footage)
    cases[fault] = (cases[fault] ?? 0) + 1
    if (isSmall) return
    if (passed === null || passed >= at) continue
    counts[fault] = passed
    return
  }
  verdict.notes.push(`${name}: not passed after ${MAX_POINTS} points`)
  verdict.stuck++
}

/** @returns how many points were passed, null when the process was killed */
async function runCase(
  name: string,
  edge: Edge,
  armed: { fault: Fault; at: number },
  footage: Buffer[],
): Promise<number | null> {
  const label = `${name}, ${armed.fault} at ${armed.at}`
  const now = new Date()
  const known: KnownVideo[] = []
  for (let index = 0; index <= (edge.beside ?? 0); index++) known.push(await addVideo(pick(random, footage), pick(random, footage))) // prettier-ignore
  const ids = known.map(({ id }) => id)
  await bringTo(edge.from, ids, now)
  reader.watch(known)
  const video = { ids, startedAt: now.toISOString(), pack: known[0]!.pack.toString('base64') }
  const done = await movers.run({ kind: 'edge', edge: name, armed, video })
  swept += (await recover(new Date(now.getTime() + (edge.days ?? 0) * DAY_MS))).swept
  await check(known, verdict, label)
  const isHit = done === null || (done.points >= armed.at && !['slow', 'twice'].includes(armed.fault))
  await checkEnd(edge, ids[0]!, label, isHit)
  reader.watch([])
  await clear()
  return done?.points ?? null
}

async function checkEnd(edge: Edge, id: string, label: string, hadFault: boolean): Promise<void> {
  const video = await Video.findById(id).lean()
  const stage = video?.storageStage ?? 'deleted'
  const isRight = hadFault ? edge.ends.includes(stage) : stage === edge.ends.at(-1)
  if (isRight) return
  verdict.stuck++
  verdict.notes.push(`${label}: ends in ${stage}`)
}

/** Videos go up and down in a process that is killed at any moment; looked at now and then, and at the end. */
async function killAtRandom(footage: Buffer[]): Promise<number> {
  const known: KnownVideo[] = []
  for (let index = 0; index < 8; index++) known.push(await addVideo(pick(random, footage), pick(random, footage)))
  reader.watch(known)
  const ids = known.map(({ id }) => id)
  let kills = 0
  for (; kills < wantedKills; kills++) {
    await movers.killAfter({ kind: 'churn', ids, seed: seed + kills }, 30 + random() * 700)
    const isLookedAt = kills % 10 === 9 || kills === wantedKills - 1
    if (!isLookedAt) continue
    progress.done(`${kills + 1} kills`, 10 / KILLS_PER_WAY)
    swept += (await recover(new Date())).swept
    await check(known, verdict, `after ${kills + 1} kills`)
  }
  reader.watch([])
  return kills
} // prettier-ignore

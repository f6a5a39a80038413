// npm run faults:tier-model -- [--small] [--sequences 20000] [--timelines 500] [--seed 1 [--path 11518]]: histories of commands that
// fast-check makes up (moves, views, holds, copies given back, days that pass, a process that dies at any effect), over the
// code that moves videos with database and stores in memory. After every command each video can be read, or its creator
// was sent a copy in time; at the end nothing is lost, doubled, left over or stuck.
import { randomBytes } from 'node:crypto'
import { parseArgs } from 'node:util'
import fc from 'fast-check'
import '../../server/all-models.ts'
import { accountMigrations } from '../../server/accounts/migrations.ts'
import { auditMigrations } from '../../server/audit/tables.ts'
import { Collection, type CollectionDocument } from '../../server/tiers/collection.model.ts'
import { CreatorCopy, type CreatorCopyDocument } from '../../server/tiers/creator-copy.model.ts'
import { AppError } from '../../server/errors.ts'
import { giveBack } from '../../server/tiers/give-back.ts'
import { moveCollections } from '../../server/tiers/move-collections.ts'
import { moveVideo } from '../../server/tiers/move-video.ts'
import { restoreVideo } from '../../server/tiers/restore-video.ts'
import { archiveBytes } from '../../server/tiers/write-members.ts'
import { Video, type VideoDocument } from '../../server/videos/video.model.ts'
import { logger } from '../../server/logger.ts'
import { startDatabases } from '../support/databases.ts'
import { SMALL_LIMITS } from '../support/tiers.ts'
import { userActor } from '../support/videos.ts'
import { check, checkReadable, newVerdict } from './tiers/check.ts'
import { forgetAll, keepInMemory } from './tiers/memory-database.ts'
import { forgetObjects, keepObjectsInMemory } from './tiers/memory-store.ts'
import { Progress } from './tiers/progress.ts'
import { addVideo, recover, type KnownVideo } from './tiers/site.ts'

const DAY_MS = 24 * 3600_000
const VIDEOS = 4
const LIMITS = { ...SMALL_LIMITS, archiveBytes: 60_000, collectionBytes: 12_000 }
const signal = new AbortController().signal

const { values } = parseArgs({
  options: {
    small: { type: 'boolean' },
    sequences: { type: 'string' },
    timelines: { type: 'string' },
    seed: { type: 'string' },
    path: { type: 'string' },
  },
})
const isSmall = values.small ?? false
const sequences = Number(values.sequences ?? (isSmall ? 100 : 20_000))
const timelines = Number(values.timelines ?? (isSmall ? 20 : 500))
const seed = Number(values.seed ?? Date.now() % 1_000_000)

class Killed extends Error {}
/** Effects that the process still lives for; after the last every one fails, as none happens after a kill. */
let lifeLeft = Infinity
function effect(): void {
  if (lifeLeft-- <= 0) throw new Killed('the process is dead')
}

interface Site {
  now: Date
  known: KnownVideo[]
}

type Step =
  | { do: 'sink' | 'expire' | 'watch' | 'live' | 'give' | 'giveWrong' | 'hold'; video: number; kill: number }
  | { do: 'work'; kill: number }
  | { do: 'wait'; days: number }

const kill = fc.oneof(fc.constant(0), fc.integer({ min: 1, max: 60 }))
const video = fc.integer({ min: 0, max: VIDEOS - 1 })
const deed = (name: 'sink' | 'expire' | 'watch' | 'live' | 'give' | 'giveWrong' | 'hold') =>
  fc.record({ do: fc.constant(name), video, kill })
const work = fc.record({ do: fc.constant('work' as const), kill })
const days = fc.integer({ min: 0, max: 45 * 24 }).map((hours) => hours / 24)
const wait = fc.record({ do: fc.constant('wait' as const), days })
const anyStep: fc.Arbitrary<Step> = fc.oneof(
  { weight: 4, arbitrary: deed('sink') },
  { weight: 3, arbitrary: deed('expire') },
  { weight: 2, arbitrary: deed('watch') },
  { weight: 1, arbitrary: deed('live') },
  { weight: 2, arbitrary: deed('give') },
  { weight: 1, arbitrary: deed('giveWrong') },
  { weight: 1, arbitrary: deed('hold') },
  { weight: 6, arbitrary: work },
  { weight: 4, arbitrary: wait },
) // prettier-ignore
const timeStep: fc.Arbitrary<Step> = fc.oneof({ weight: 1, arbitrary: work }, { weight: 1, arbitrary: wait })

// what goes wrong here is meant to
logger.level = 'silent'
const startedAt = Date.now()
const databases = await startDatabases({ ...accountMigrations, ...auditMigrations }, { LOG_LEVEL: 'silent' })
let played = 0
let commands = 0
let kills = 0
let expired = 0
keepInMemory(effect)
keepObjectsInMemory(effect)
// the path of a failure begins at it
const settings = { endOnFailure: true, seed, ...(values.path ? { path: values.path } : {}) } as const
const progress = new Progress(sequences + timelines, isSmall)
const sequencesResult = await fc.check(
  fc.asyncProperty(fc.array(anyStep, { minLength: 4, maxLength: 24 }), (steps) => play(steps, false)),
  { ...settings, numRuns: sequences },
)
const timelinesResult = await fc.check(
  fc.asyncProperty(fc.array(timeStep, { minLength: 6, maxLength: 30 }), (steps) => play(steps, true)),
  { ...settings, numRuns: timelines },
)
const isOk = !sequencesResult.failed && !timelinesResult.failed
for (const result of [sequencesResult, timelinesResult]) {
  if (result.failed) console.error(fc.defaultReportMessage(result), result.errorInstance)
}
console.log(
  JSON.stringify({
    name: 'faults:tier-model',
    ok: isOk,
    seed,
    sequences: sequencesResult.numRuns,
    timelines: timelinesResult.numRuns,
    commands,
    kills,
    expired,
    seconds: Math.round((Date.now() - startedAt) / 1000),
  }),
)
await databases.mongo.stop()
process.exit(isOk ? 0 : 1)

/** One history, looked at after every command, and brought to its end. */
async function play(steps: Step[], isExpiring: boolean): Promise<void> {
  if (++played % 500 === 0) progress.done(`${played} histories`, 500)
  forgetAll()
  forgetObjects()
  const site: Site = { now: new Date('2026-01-10T00:00:00Z'), known: [] }
  for (let index = 0; index < VIDEOS; index++) site.known.push(await addVideo(randomBytes(900), randomBytes(400)))
  if (isExpiring) await beginExpired(site)
  for (const step of steps) {
    commands++
    await take(site, step)
    await look(site)
  }
  await recover(site.now, LIMITS)
  const verdict = newVerdict()
  await check(site.known, verdict, 'at the end')
  if (verdict.notes.length > 0) throw new Error(verdict.notes.join('\n'))
} // prettier-ignore

async function beginExpired(site: Site): Promise<void> {
  for (const { id } of site.known) await moveVideo(id, { to: 'ARCHIVE', reason: 'rarely_watched', now: site.now })
  await moveCollections({ signal, now: site.now, limits: LIMITS })
  for (const { id } of site.known) await moveVideo(id, { to: 'EXPIRING', reason: 'hardly_ever_watched', now: site.now })
  await moveCollections({ signal, now: site.now, limits: LIMITS })
} // prettier-ignore

/** Does it; a step that is to be killed ends at that effect, and what it leaves is what the next step finds. */
async function take(site: Site, step: Step): Promise<void> {
  if (step.do === 'wait') {
    site.now = new Date(site.now.getTime() + step.days * DAY_MS)
    return
  }
  lifeLeft = step.kill > 0 ? step.kill : Infinity
  try {
    await act(site, step)
  } catch (error) {
    // refused: the rules' business, which `look` judges
    if (!(error instanceof AppError) && lifeLeft > 0) throw error
  } finally {
    if (lifeLeft <= 0) kills++
    lifeLeft = Infinity
  }
}

async function act(site: Site, step: Exclude<Step, { do: 'wait' }>): Promise<void> {
  const { now, known } = site
  if (step.do === 'work') return await moveCollections({ signal, now, limits: LIMITS })
  const { id, pack } = known[step.video]!
  switch (step.do) {
    case 'sink':
      return await moveVideo(id, { to: 'ARCHIVE', reason: 'rarely_watched', now })
    case 'expire':
      return await moveVideo(id, { to: 'EXPIRING', reason: 'hardly_ever_watched', now })
    case 'watch':
      return await restoreVideo(id, { signal, now })
    case 'live':
      return await moveVideo(id, { to: 'LIVE', reason: 'trending', now })
    case 'hold':
      return void (await Video.updateOne({ _id: id }, { $set: { legalHold: { since: now, byUserId: id, reason: 'x' } } }))
    case 'give':
      return void (await giveBack(userActor(), { videoId: id, offset: 0, bytes: pack }, 0))
    case 'giveWrong':
      return void (await giveBack(userActor(), { videoId: id, offset: 0, bytes: Buffer.alloc(pack.length) }, 0))
  }
} // prettier-ignore

/** What holds at every moment, whatever was killed just now. */
async function look(site: Site): Promise<void> {
  for (const known of site.known) {
    const video = await Video.findById(known.id).lean<VideoDocument>()
    if (!video) throw new Error('a video is gone')
    if (video.storageStage === 'AWAITING_PUSH') await lookAtExpired(site, video)
    else await checkReadable(known, video)
    if (video.legalHold && video.storageStage === 'AWAITING_PUSH' && video.legalHold.since < (video.storageSince ?? site.now)) {
      throw new Error('a video that is held was let go of')
    }
  }
  if ((await archiveBytes()) > LIMITS.archiveBytes) throw new Error('the archive is over its cap')
} // prettier-ignore

/** Never before its time, never without the copy, and never with less than 15 days since. */
async function lookAtExpired(site: Site, video: VideoDocument): Promise<void> {
  const collection = await Collection.findById(video.collectionId).lean<CollectionDocument>()
  const copy = await CreatorCopy.findOne({
    collectionId: video.collectionId,
    creatorId: video.uploader,
  }).lean<CreatorCopyDocument>()
  const goneAt = video.storageSince?.getTime() ?? 0
  const expiringAt = collection?.expiringAt?.getTime() ?? Infinity
  if (!copy?.sentAt) throw new Error('let go of before its creator was sent a copy')
  if (goneAt < expiringAt + 30 * DAY_MS) throw new Error('let go of before its 30 days were over')
  if (copy.sentAt.getTime() < expiringAt + 15 * DAY_MS) throw new Error('sent before day 15')
  if (goneAt < copy.sentAt.getTime() + 15 * DAY_MS) throw new Error('let go of less than 15 days after the copy')
  expired++
} // prettier-ignore

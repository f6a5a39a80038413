import { fork, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, readdir, readlink, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { closeObjectStore, getObjectStore } from '#server/adapters/object-store/index'
import { closeQueue } from '#server/adapters/queue/index'
import { auditMigrations } from '#server/audit/tables'
import { config } from '#server/config'
import { enqueue } from '#server/jobs/enqueue'
import { partsOf } from '#server/videos/pack-parts'
import { Pack, type PackDocument } from '#server/videos/pack.model'
import { Video } from '#server/videos/video.model'
import { VideoSignals } from '#server/videos/video-signals.model'
import { startDatabases, type TestDatabases } from '../support/databases.ts'
import { FOOTAGE, footage720, MPEG4_AVI } from '../support/footage.ts'
import { lapseLeases } from '../support/lapse-leases.ts'
import { addVideo, decodeRenditions, packOf, videoOf } from '../support/transcoding.ts'

const script = fileURLToPath(new URL('../support/worker-process.ts', import.meta.url))
const SECONDS = 20
let databases: TestDatabases
let scratch: string
const workers: ChildProcess[] = []

beforeAll(async () => {
  databases = await startDatabases(auditMigrations, { LOG_LEVEL: 'silent' })
  scratch = await mkdtemp(join(tmpdir(), 'clipway-decoded-'))
})
afterEach(async () => {
  for (const worker of workers.splice(0)) await kill(worker)
})
afterAll(async () => {
  await closeQueue(0)
  await closeObjectStore()
  await databases?.stop()
  await rm(scratch, { recursive: true, force: true })
})

describe('a worker that is killed', () => {
  it('while an early pack grows: ffmpeg ends with it, and another worker finishes the video', async () => {
    const videoId = await addVideo(await footage720(SECONDS, MPEG4_AVI, '.avi'))
    const first = await startWorkerProcess()
    await expect.poll(async () => (await videoOf(videoId)).state, { timeout: 60_000, interval: 50 }).toBe('playable')
    await kill(first)
    const cut = await packOf(videoId)
    await expect.poll(toolsAtWork, { timeout: 3000 }).toEqual([])

    await startWorkerProcess()
    await expect.poll(async () => (await videoOf(videoId)).state, { timeout: 110_000, interval: 200 }).toBe('ready')
    const pack = await packOf(videoId)
    expect(pack.revision).toBeGreaterThan(cut.revision)
    expect(pack.isComplete).toBe(true)
    const decoded = await decodeRenditions(pack, scratch)
    for (const facts of Object.values(decoded)) if (facts.width) expect(facts.frames).toBe(SECONDS * 25)
    await expectWholeEarlyPacks(cut.videoUuid)
  }, 240_000)

  it('in the middle of the ladder: the video stays playable, and another worker makes it ready', async () => {
    const videoId = await addVideo(await footage720(SECONDS, MPEG4_AVI, '.avi'))
    const first = await startWorkerProcess()
    await expect.poll(async () => (await videoOf(videoId)).progress, { timeout: 110_000, interval: 50 }).toBeGreaterThan(0.35)
    await kill(first)
    expect((await videoOf(videoId)).state).toBe('playable')
    const left = await readdir(config().paths.work)
    await lapseLeases()
    await startWorkerProcess()
    await expect.poll(async () => (await videoOf(videoId)).state, { timeout: 110_000, interval: 200 }).toBe('ready')
    const still = await readdir(config().paths.work)
    expect(still.filter((name) => left.includes(name))).toEqual([])
  }, 240_000)

  it('while it looks for scenes and silences: another worker looks again, and finds them all', async () => {
    const videoId = await addVideo(await FOOTAGE.scenes())
    const first = await startWorkerProcess()
    await expect.poll(() => isBeingAnalysed(videoId), { timeout: 110_000, interval: 10 }).toBe(true)
    await kill(first)
    expect((await videoOf(videoId)).analysedAt ?? null).toBeNull()
    const left = await readdir(config().paths.work)
    await lapseLeases()
    await startWorkerProcess()
    await expect.poll(async () => (await videoOf(videoId)).analysedAt ?? null, { timeout: 110_000, interval: 200 }).not.toBeNull()
    const signals = await VideoSignals.findById(videoId).lean()
    expect(signals?.sceneCuts).toEqual(expect.arrayContaining([20, 52]))
    expect(await getObjectStore().stat((await videoOf(videoId)).waveformKey!)).not.toBeNull()
    expect((await readdir(config().paths.work)).filter((name) => left.includes(name))).toEqual([])
    expect(await toolsAtWork()).toEqual([])
  }, 240_000)
}) // prettier-ignore

/**
 * Its analysis has begun: nothing else is left to do, a worker holds the job, and ffmpeg reads. On a busy machine it may be
 * over between two looks; then it is asked for once more.
 */
async function isBeingAnalysed(videoId: string): Promise<boolean> {
  const { state, analysedAt } = await videoOf(videoId)
  if (state !== 'ready') return false
  if (analysedAt) {
    await Video.updateOne({ _id: videoId }, { $unset: { analysedAt: 1 } })
    await enqueue('analyse-video', { videoId })
    return false
  }
  const jobs = VideoSignals.db.collection('jobs')
  const job = await jobs.findOne({ name: 'analyse-video', 'data.videoId': videoId, lockedAt: { $ne: null } })
  return job !== null && (await toolsAtWork()).length > 0
}

/** What a record names is there, whole. */
async function expectWholeEarlyPacks(videoUuid: string): Promise<void> {
  for (const pack of await Pack.find({ videoUuid }).lean<PackDocument[]>()) {
    for (const part of partsOf(pack)) {
      expect((await getObjectStore().stat(part.objectKey))?.sizeBytes).toBe(part.sizeBytes)
    }
  }
}

/** Processes whose working directory is one of our work folders. */
async function toolsAtWork(): Promise<string[]> {
  const pids = (await readdir('/proc')).filter((name) => /^\d+$/.test(name))
  const folders = await Promise.all(pids.map((pid) => readlink(`/proc/${pid}/cwd`).catch(() => '')))
  return folders.filter((folder) => folder.startsWith(config().paths.work))
}

async function startWorkerProcess(): Promise<ChildProcess> {
  const worker = fork(script, [], { execArgv: [], env: { ...process.env, ...databases.env }, stdio: 'inherit' })
  workers.push(worker)
  const [outcome] = await Promise.race([once(worker, 'message'), once(worker, 'exit')])
  if (worker.exitCode !== null || worker.signalCode) throw new Error(`the worker did not start: ${outcome}`)
  return worker
} // prettier-ignore

async function kill(worker: ChildProcess): Promise<void> {
  if (worker.exitCode !== null || worker.signalCode) return
  worker.kill('SIGKILL')
  await once(worker, 'exit')
}

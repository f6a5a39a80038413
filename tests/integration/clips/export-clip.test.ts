import { execFile, fork, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { UserActor } from '#server/accounts/actor'
import { getFfmpeg } from '#server/adapters/ffmpeg/index'
import { closeObjectStore, getObjectStore } from '#server/adapters/object-store/index'
import { closeQueue, getQueue } from '#server/adapters/queue/index'
import { auditMigrations } from '#server/audit/tables'
import { ClipExport, type ClipExportDocument } from '#server/clips/clip-export.model'
import { Clip, type ClipDocument } from '#server/clips/clip.model'
import { createClip } from '#server/clips/create-clip'
import { getExport } from '#server/clips/find-exports'
import { exportKey, removeExport } from '#server/clips/remove-exports'
import { requestExport } from '#server/clips/request-export'
import { reconcileExports, sweepExpiredExports } from '#server/clips/advance-export'
import { MAX_EXPORTS_PER_PERSON } from '#server/clips/export-bounds'
import { Conflict, Forbidden, NotFound } from '#server/errors'
import { encodeLadder } from '#server/transcoding/encode-ladder'
import { exportClip } from '#server/transcoding/export-clip'
import { makeClipThumbnail } from '#server/transcoding/make-clip-thumbnail'
import { publishFirst } from '#server/transcoding/publish-first'
import { startDatabases, type TestDatabases } from '../../support/databases.ts'
import { FOOTAGE, footage720, H264_MP4 } from '../../support/footage.ts'
import { lapseLeases } from '../../support/lapse-leases.ts'
import { addVideo, videoOf } from '../../support/transcoding.ts'
import { userActor } from '../../support/videos.ts'

const execute = promisify(execFile)
const WORKER = fileURLToPath(new URL('../../support/worker-process.ts', import.meta.url))
let databases: TestDatabases
let scratch: string
let videoId: string
let owner: UserActor

beforeAll(async () => {
  databases = await startDatabases(auditMigrations, { LOG_LEVEL: 'silent' })
  scratch = await mkdtemp(join(tmpdir(), 'clipway-exports-'))
  await getFfmpeg()
  videoId = await readyVideo(await FOOTAGE.h264())
  owner = userActor('viewer', (await videoOf(videoId)).uploader.toHexString())
}, 240_000)
afterAll(async () => {
  await closeQueue(0)
  await closeObjectStore()
  await databases?.stop()
  await rm(scratch, { recursive: true, force: true })
})

type Step = (id: string, signal: AbortSignal, report: () => Promise<void>) => Promise<void>
const run = (step: Step, id: string) => step(id, new AbortController().signal, async () => {})

async function readyVideo(path: string): Promise<string> {
  const id = await addVideo(path)
  await run(publishFirst, id)
  await run(encodeLadder, id)
  return id
}

async function clipOf(startSeconds: number, endSeconds: number, of = videoId, actor = owner) {
  const clip = await createClip(actor, of, { startSeconds, endSeconds, title: 'Cut', description: '' })
  return clip._id.toHexString()
}

async function exported(clipId: string, crop: 'none' | 'vertical' | 'square' = 'none', cropCentre = 0.5) {
  const { _id } = await requestExport(owner, clipId, { crop, cropCentre })
  await run(exportClip, _id.toHexString())
  const done = await ClipExport.findById(_id).lean<ClipExportDocument>().orFail()
  expect(done).toMatchObject({ state: 'done', progress: 1, objectKey: exportKey(_id.toHexString()) })
  const path = join(scratch, `${_id.toHexString()}.mp4`)
  await getObjectStore().download(done.objectKey!, path)
  return { id: _id.toHexString(), path, ...(await look(path)) }
}

/** What a decoder gets out of it; fails when anything cannot be decoded. */
async function look(path: string) {
  const { stderr } = await execute('ffmpeg', ['-v', 'warning', '-xerror', '-i', path, '-f', 'null', '-'])
  expect(stderr).toBe('')
  const { stdout } = await execute('ffprobe', [
    ...['-v', 'error', '-count_frames', '-show_streams', '-print_format', 'json', path],
  ])
  const { streams } = JSON.parse(stdout) as { streams: Record<string, string>[] }
  const [video, audio] = ['video', 'audio'].map((type) => streams.find(({ codec_type }) => codec_type === type))
  return {
    frames: Number(video?.nb_read_frames),
    size: `${video?.width}x${video?.height}`,
    videoStart: Number(video?.start_time),
    videoSeconds: Number(video?.duration),
    audioStart: Number(audio?.start_time),
    audioSeconds: Number(audio?.duration),
  }
} // prettier-ignore

/** Hashes of the pictures as decoded, scaled to little so that a lossy copy of the same picture is compared by eye's measure. */
async function brightness(path: string, options: string[] = []): Promise<number[]> {
  const filter = 'scale=16:9,signalstats,metadata=print:key=lavfi.signalstats.YAVG:file=-'
  const { stdout } = await execute('ffmpeg', ['-v', 'error', ...options, '-i', path, '-vf', filter, '-f', 'null', '-'], { maxBuffer: 2 ** 26 }) // prettier-ignore
  return [...stdout.matchAll(/YAVG=([\d.]+)/g)].map(([, value]) => Number(value))
}

describe('a clip as a file', () => {
  it.each([
    [2.5, 10.3, 'across segments'],
    [4, 8, 'along the borders of segments'],
    [0, 9.52, 'from the beginning'],
    [3.48, 12, 'to the end'],
    [5.02, 6.62, 'within one segment'],
    [7, 9.04, 'with no whole segment inside'],
  ])(
    'from %d to %d has exactly its frames: %s',
    async (start, end) => {
      const file = await exported(await clipOf(start, end))
      expect(file.frames).toBe(Math.round((end - start) * 25))
      expect(file.size).toBe('640x360')
      expect(Math.abs(file.videoStart - file.audioStart)).toBeLessThan(0.03)
      expect(Math.abs(file.videoSeconds - file.audioSeconds)).toBeLessThan(0.1)
    },
    120_000,
  )

  it('shows the same pictures as the video at the same moments', async () => {
    const { path } = await exported(await clipOf(2.52, 11.2))
    const own = await brightness(path)
    const source = await brightness(await FOOTAGE.h264())
    const expected = source.slice(63, 63 + own.length)
    own.forEach((value, index) => expect(Math.abs(value - expected[index]!)).toBeLessThan(2.5))
  }, 120_000)

  it('upright and square is cut around the centre that was asked for', async () => {
    const clipId = await clipOf(3.2, 6.4)
    expect(await exported(clipId, 'vertical', 0)).toMatchObject({ frames: 80, size: '202x360' })
    expect(await exported(clipId, 'square', 1)).toMatchObject({ frames: 80, size: '360x360' })
  }, 120_000)

  it('of a video without sound, and of one that is still as it was uploaded', async () => {
    const silent = await addVideo(await FOOTAGE.h264Silent())
    await run(publishFirst, silent)
    const actor = userActor('viewer', (await videoOf(silent)).uploader.toHexString())
    const clipId = await clipOf(1.2, 7.4, silent, actor)
    const { _id } = await requestExport(actor, clipId, { crop: 'none', cropCentre: 0.5 })
    await run(exportClip, _id.toHexString())
    const done = await getExport(actor, _id.toHexString())
    const path = join(scratch, 'silent.mp4')
    await getObjectStore().download(done.objectKey!, path)
    expect(await look(path)).toMatchObject({ frames: 155, audioSeconds: NaN })
  }, 120_000)
})

describe('asking for a file', () => {
  it('is for the creator alone, and the file for who asked', async () => {
    const clipId = await clipOf(1, 3)
    const stranger = userActor()
    await expect(requestExport(stranger, clipId, { crop: 'none', cropCentre: 0.5 })).rejects.toThrow(
      Forbidden,
    )
    const { _id } = await requestExport(owner, clipId, { crop: 'none', cropCentre: 0.5 })
    await expect(getExport(stranger, _id.toHexString())).rejects.toThrow(NotFound)
    await removeExport(_id.toHexString())
  })

  it('twice gives the same, and never more than a person may have, however many at once', async () => {
    await ClipExport.deleteMany({ userId: owner.userId })
    const clipId = await clipOf(1, 3)
    const ask = (cropCentre: number) => requestExport(owner, clipId, { crop: 'square', cropCentre })
    const first = await ask(0.5)
    expect((await ask(0.5))._id).toEqual(first._id)
    const all = await Promise.allSettled(Array.from({ length: 16 }, (_, index) => ask(index / 100)))
    const refused = all.filter((each) => each.status === 'rejected').map(({ reason }) => reason as unknown)
    for (const reason of refused) expect(reason).toBeInstanceOf(Conflict)
    expect(await ClipExport.countDocuments({ userId: owner.userId })).toBe(MAX_EXPORTS_PER_PERSON)
    await ClipExport.deleteMany({ userId: owner.userId })
  })

  it('is asked for again after a kill before the job', async () => {
    const { _id } = await requestExport(owner, await clipOf(1, 3), { crop: 'none', cropCentre: 0.5 })
    const key = `export-clip:${_id.toHexString()}`
    await getQueue().cancel(key)
    await reconcileExports()
    const jobs = await getQueue().find({ name: 'export-clip', limit: 1000 })
    expect(jobs.map((job) => job.key)).toContain(key)
  })

  it('leaves no bytes when it is cancelled while it is made, and none after its time', async () => {
    const { _id } = await requestExport(owner, await clipOf(2, 4), { crop: 'none', cropCentre: 0.5 })
    const id = _id.toHexString()
    const making = run(exportClip, id)
    await ClipExport.deleteOne({ _id })
    await making
    expect(await getObjectStore().stat(exportKey(id))).toBeNull()

    const file = await exported(await clipOf(2, 4.5))
    await ClipExport.updateOne({ _id: file.id }, { $set: { expiresAt: new Date(0) } })
    await expect(getExport(owner, file.id)).rejects.toThrow(NotFound)
    await sweepExpiredExports()
    expect(await ClipExport.findById(file.id)).toBeNull()
    expect(await getObjectStore().stat(exportKey(file.id))).toBeNull()
  }, 60_000)
})

describe('a worker that is killed while it makes a file', () => {
  it('leaves nothing half made, and another worker makes the whole of it', async () => {
    const large = await addVideo(await footage720(20, H264_MP4, '.mp4'))
    await run(publishFirst, large)
    const actor = userActor('viewer', (await videoOf(large)).uploader.toHexString())
    const clipId = await clipOf(0.5, 19.5, large, actor)
    const { _id } = await requestExport(actor, clipId, { crop: 'square', cropCentre: 0.25 })
    const stateOf = async () => (await ClipExport.findById(_id).lean<ClipExportDocument>())!
    const first = await startWorkerProcess()
    await expect.poll(async () => (await stateOf()).progress, { timeout: 60_000, interval: 20 }).toBeGreaterThan(0.1)
    await kill(first)
    expect(await stateOf()).toMatchObject({ state: 'working' })
    expect(await getObjectStore().stat(exportKey(_id.toHexString()))).toBeNull()
    await lapseLeases()
    const second = await startWorkerProcess()
    await expect.poll(async () => (await stateOf()).state, { timeout: 100_000, interval: 200 }).toBe('done')
    await kill(second)
    const path = join(scratch, 'killed.mp4')
    await getObjectStore().download(exportKey(_id.toHexString()), path)
    expect(await look(path)).toMatchObject({ frames: 475, size: '720x720' })
  }, 240_000)
}) // prettier-ignore

async function startWorkerProcess(): Promise<ChildProcess> {
  const worker = fork(WORKER, [], {
    execArgv: [],
    env: { ...process.env, ...databases.env },
    stdio: 'inherit',
  })
  await Promise.race([once(worker, 'message'), once(worker, 'exit')])
  if (worker.exitCode !== null) throw new Error('the worker did not start')
  return worker
}

async function kill(worker: ChildProcess): Promise<void> {
  worker.kill('SIGKILL')
  await once(worker, 'exit')
}

describe('the picture of a clip', () => {
  it('is the frame of its moment', async () => {
    const clipId = await clipOf(5, 11)
    await run(makeClipThumbnail, clipId)
    const { thumbnailKey } = (await Clip.findById(clipId).lean<ClipDocument>())!
    const path = join(scratch, 'thumbnail.jpg')
    await getObjectStore().download(thumbnailKey!, path)
    const [own] = await brightness(path)
    const source = await brightness(await FOOTAGE.h264())
    expect(Math.abs(own! - source[175]!)).toBeLessThan(2.5)
  }, 60_000)
})

import { createHash, randomBytes } from 'node:crypto'
import { mkdir, readdir, rm, utimes, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { buffer } from 'node:stream/consumers'
import { gzipSync } from 'node:zlib'
import { Types } from 'mongoose'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { accountMigrations } from '../../server/accounts/migrations.ts'
import { getObjectStore } from '../../server/adapters/object-store/index.ts'
import { closeQueue, getQueue } from '../../server/adapters/queue/index.ts'
import { ActionLog } from '../../server/audit/action-log.model.ts'
import { auditMigrations } from '../../server/audit/tables.ts'
import { finishUpload } from '../../server/uploads/finish-upload.ts'
import { reconcileUploads } from '../../server/uploads/reconcile-uploads.ts'
import { sweepExpiredUploads } from '../../server/uploads/sweep-expired-uploads.ts'
import { updateUploadDetails } from '../../server/uploads/update-upload-details.ts'
import { UploadLock } from '../../server/uploads/upload-lock.model.ts'
import { Upload, type UploadDocument } from '../../server/uploads/upload.model.ts'
import { Video, type VideoDocument } from '../../server/videos/video.model.ts'
import { startDatabases, type TestDatabases } from '../support/databases.ts'
import { userActor } from '../support/videos.ts'

const HOUR_MS = 3600_000
const signal = new AbortController().signal
const noProgress = () => Promise.resolve()
const owner = userActor()

let databases: TestDatabases
let folder: string

beforeAll(async () => {
  databases = await startDatabases({ ...accountMigrations, ...auditMigrations })
  folder = join(databases.dataDir, 'uploads')
})
afterAll(async () => {
  await closeQueue(0)
  await databases.stop()
})
beforeEach(async () => {
  await Upload.deleteMany({})
  await UploadLock.deleteMany({})
  await rm(folder, { recursive: true, force: true })
})

/** An upload as the last PATCH leaves it. */
async function received(content: Buffer, more: Partial<UploadDocument> = {}): Promise<string> {
  const uploadId = randomBytes(16).toString('hex')
  const now = new Date()
  await Upload.create({
    uploadId,
    uuid: crypto.randomUUID(),
    userId: new Types.ObjectId(owner.userId),
    filename: 'lesson.mp4',
    sizeBytes: content.length,
    state: 'finishing',
    title: 'Lesson',
    createdAt: now,
    expiresAt: new Date(now.getTime() + 48 * HOUR_MS),
    ...more,
  })
  await mkdir(folder, { recursive: true })
  await writeFile(join(folder, uploadId), content)
  return uploadId
}

const finish = (uploadId: string) => finishUpload(uploadId, signal, noProgress)
const rowOf = (uploadId: string) => Upload.findOne({ uploadId }).lean<UploadDocument>()
const videoOf = (uploadId: string) => Video.findOne({ uploadId }).lean<VideoDocument>()
const jobsOf = async (uploadId: string) =>
  (await getQueue().find({ name: 'finish-upload', limit: 1000 })).filter(({ key }) => key?.endsWith(uploadId))
const sha256 = (content: Buffer) => createHash('sha256').update(content).digest('hex')

async function expectVideo(uploadId: string, original: Buffer): Promise<VideoDocument> {
  const [row, video] = [await rowOf(uploadId), await videoOf(uploadId)]
  expect(row).toMatchObject({ state: 'done', videoId: video?._id })
  expect(video?.source).toMatchObject({ sizeBytes: original.length, sha256: sha256(original) })
  const stored = await buffer(await getObjectStore().read(video?.source.objectKey ?? ''))
  expect(stored.equals(original)).toBe(true)
  expect((await readdir(folder)).filter((name) => name.startsWith(uploadId))).toEqual([])
  if (!video) throw new Error('no video')
  return video
}

describe('finishUpload', () => {
  it('keeps the original bit for bit and makes the video', async () => {
    const content = randomBytes(500_000)
    const uploadId = await received(content, { description: 'One', visibility: 'private' })
    await finish(uploadId)
    expect(await expectVideo(uploadId, content)).toMatchObject({
      title: 'Lesson',
      description: 'One',
      visibility: 'private',
      state: 'preparing',
    })
  })

  it('makes one video and leaves one trace, run again and again and twice at once', async () => {
    const content = randomBytes(200_000)
    const uploadId = await received(content)
    await Promise.allSettled([finish(uploadId), finish(uploadId)])
    await finish(uploadId)
    await finish(uploadId)
    const video = await expectVideo(uploadId, content)
    expect(await Video.countDocuments({ uploadId })).toBe(1)
    const traces = await ActionLog.countDocuments({ action: 'UPLOAD_VIDEO', target: `video:${video.uuid}` })
    expect(traces).toBeGreaterThanOrEqual(1)
  })

  it('goes on when it was cut after the bytes had moved', async () => {
    const content = randomBytes(100_000)
    const uploadId = await received(content, { sha256: sha256(content) })
    const { uuid } = (await rowOf(uploadId)) ?? {}
    const path = join(folder, uploadId)
    await getObjectStore().putFile(`originals/${uuid}`, path, { contentType: 'video/mp4', consume: true })
    await finish(uploadId)
    await expectVideo(uploadId, content)
  })

  it('says plainly that bytes are gone, rather than try for ever', async () => {
    const uploadId = await received(randomBytes(1000))
    await rm(join(folder, uploadId))
    await finish(uploadId)
    expect(await rowOf(uploadId)).toMatchObject({ state: 'failed', reason: expect.stringContaining('again') })
    expect(await videoOf(uploadId)).toBeNull()
  })

  it('does nothing for an upload that is still coming in, was given up, or is over', async () => {
    const uploadId = await received(randomBytes(1000), { state: 'receiving' })
    await finish(uploadId)
    expect(await readdir(folder)).toEqual([uploadId])
    await finish('0'.repeat(32))
    expect(await videoOf(uploadId)).toBeNull()
  })

  it('stops when it is told to, and can be run again', async () => {
    const content = randomBytes(100_000)
    const uploadId = await received(content)
    await expect(finishUpload(uploadId, AbortSignal.abort(), noProgress)).rejects.toThrow()
    await finish(uploadId)
    await expectVideo(uploadId, content)
  })

  describe('of a file that was compressed on the way', () => {
    const original = Buffer.concat([Buffer.alloc(400_000, 7), randomBytes(1000)])
    const announced = {
      encoding: 'gzip' as const,
      originalSizeBytes: original.length,
      originalSha256: sha256(original),
    }

    it('keeps what the person had, not what travelled', async () => {
      const uploadId = await received(gzipSync(original), announced)
      await finish(uploadId)
      await expectVideo(uploadId, original)
    })

    it.each([
      ['a bomb', gzipSync(Buffer.alloc(50_000_000))],
      ['another file', gzipSync(randomBytes(original.length))],
      ['no gzip', randomBytes(1000)],
    ])('ends with a reason for %s, and leaves no bytes', async (_case, content) => {
      const uploadId = await received(content, announced)
      await finish(uploadId)
      expect(await rowOf(uploadId)).toMatchObject({
        state: 'failed',
        reason: expect.stringContaining('damaged'),
      })
      expect((await readdir(folder)).filter((name) => name.startsWith(uploadId))).toEqual([])
      expect(await videoOf(uploadId)).toBeNull()
    })
  })
})

describe('details', () => {
  it('reach the video whichever side of its making they arrive on', async () => {
    for (let round = 0; round < 10; round++) {
      const uploadId = await received(randomBytes(1000))
      const typing = (async () => {
        for (let letter = 1; letter <= 12; letter++) {
          await updateUploadDetails(owner, uploadId, {
            title: `Lesson ${'x'.repeat(letter)}`,
            description: `${letter}`,
          })
        }
      })()
      await Promise.all([typing, finish(uploadId)])
      expect(await videoOf(uploadId)).toMatchObject({ title: `Lesson ${'x'.repeat(12)}`, description: '12' })
    }
  })

  it('of an upload that failed are refused', async () => {
    const uploadId = await received(randomBytes(10), { state: 'failed' })
    await expect(updateUploadDetails(owner, uploadId, { title: 'x' })).rejects.toMatchObject({
      code: 'conflict',
    })
  })
})

describe('reconcileUploads', () => {
  it('gives every complete upload its finish step, once', async () => {
    const complete = await received(randomBytes(1000), { state: 'receiving' })
    const cutAfterMark = await received(randomBytes(1000))
    const open = await received(randomBytes(1000), { state: 'receiving', sizeBytes: 2000 })
    await reconcileUploads()
    await reconcileUploads()
    expect((await rowOf(complete))?.state).toBe('finishing')
    expect((await rowOf(open))?.state).toBe('receiving')
    expect(await jobsOf(complete)).toHaveLength(1)
    expect(await jobsOf(cutAfterMark)).toHaveLength(1)
    expect(await jobsOf(open)).toHaveLength(0)
  })

  it('removes old bytes that nobody knows, and no others', async () => {
    const open = await received(randomBytes(1000), { state: 'receiving', sizeBytes: 2000 })
    const [orphan, young] = ['a'.repeat(32), 'b'.repeat(32)]
    const long = new Date(Date.now() - HOUR_MS)
    for (const name of [orphan, young, `${orphan}.inflated-1`]) await writeFile(join(folder, name), 'x')
    for (const name of [orphan, open]) await utimes(join(folder, name), long, long)
    expect(await reconcileUploads()).toMatchObject({ orphans: 1 })
    expect((await readdir(folder)).sort()).toEqual([open, young].sort())
  })

  it('ends an upload whose bytes are gone with a reason', async () => {
    const uploadId = await received(randomBytes(10), {
      state: 'receiving',
      createdAt: new Date(Date.now() - HOUR_MS),
    })
    await rm(join(folder, uploadId))
    expect(await reconcileUploads()).toMatchObject({ lost: 1 })
    expect(await rowOf(uploadId)).toMatchObject({
      state: 'expired',
      reason: expect.stringContaining('again'),
    })
  })
})

describe('sweepExpiredUploads', () => {
  it('removes what rested too long, and leaves alone what is being written to', async () => {
    const past = { state: 'receiving' as const, sizeBytes: 9999, expiresAt: new Date(Date.now() - 1) }
    const [rested, busy] = [await received(randomBytes(10), past), await received(randomBytes(10), past)]
    const holder = { realm: 'another machine', pid: 1, startedAt: '1' }
    await UploadLock.create({ _id: busy, token: 't', beats: 0, holder, isWanted: false })
    expect(await sweepExpiredUploads()).toBe(1)
    expect(await rowOf(rested)).toMatchObject({
      state: 'expired',
      reason: expect.stringContaining('48 hours'),
    })
    expect((await rowOf(busy))?.state).toBe('receiving')
    expect(await readdir(folder)).toEqual([busy])
  })
})

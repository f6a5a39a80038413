import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { systemActor } from '../../../server/accounts/actor.ts'
import { getObjectStore, closeObjectStore } from '../../../server/adapters/object-store/index.ts'
import { getQueue, closeQueue } from '../../../server/adapters/queue/index.ts'
import { ActionLog } from '../../../server/audit/action-log.model.ts'
import { auditMigrations } from '../../../server/audit/tables.ts'
import { Forbidden, NotFound, Unprocessable } from '../../../server/errors.ts'
import {
  attachArtwork,
  failVideo,
  publishPack,
  recordProgress,
} from '../../../server/videos/advance-video.ts'
import { createVideo } from '../../../server/videos/create-video.ts'
import { deleteVideo, reconcileDeletes } from '../../../server/videos/delete-video.ts'
import { getVideo } from '../../../server/videos/get-video.ts'
import { Pack } from '../../../server/videos/pack.model.ts'
import { removeVideo } from '../../../server/videos/remove-video.ts'
import { updateVideo } from '../../../server/videos/update-video.ts'
import { Video, type VideoDocument } from '../../../server/videos/video.model.ts'
import { startDatabases, type TestDatabases } from '../../support/databases.ts'
import { createInput, packOf, publishedVideo, userActor } from '../../support/videos.ts'

let databases: TestDatabases
const owner = userActor()
const guest = { kind: 'guest', sessionId: 'g' } as const
const FACTS = { duration: 8, width: 640, height: 360 }
const BYTES = Buffer.alloc(1000, 'x')

beforeAll(async () => {
  databases = await startDatabases(auditMigrations)
})
afterAll(async () => {
  await closeQueue(0)
  await closeObjectStore()
  await databases.stop()
})

const idOf = (video: VideoDocument) => video._id.toHexString()
const stored = (id: string) => Video.findById(id).lean<VideoDocument>().orFail()
const jobsNamed = (name: string) => getQueue().find({ name, limit: 1000 })

async function keysOf(uuid: string): Promise<string[]> {
  const keys: string[] = []
  for (const prefix of ['originals/', 'videos/', 'early/', 'artwork/']) {
    for await (const { key } of getObjectStore().list(prefix + uuid)) keys.push(key)
  }
  return keys
}

describe('making a video', () => {
  it('happens once for one upload, however many finish steps run at once', async () => {
    const input = await createInput(owner.userId)
    const made = await Promise.all(Array.from({ length: 8 }, () => createVideo(input)))
    expect(new Set(made.map(idOf)).size).toBe(1)
    expect(await Video.countDocuments({ uploadId: input.uploadId })).toBe(1)
    const jobs = await jobsNamed('publish-first')
    expect(jobs.filter((job) => JSON.stringify(job.payload).includes(idOf(made[0]!)))).toHaveLength(1)
  })

  it('asks again for the first rendition after a kill between the video and the job', async () => {
    const input = await createInput(owner.userId)
    const video = await createVideo(input)
    await getQueue().cancel(`publish-first:${idOf(video)}`)
    await createVideo(input)
    const jobs = await jobsNamed('publish-first')
    expect(jobs.some((job) => job.key === `publish-first:${idOf(video)}`)).toBe(true)
  })

  it('keeps the video of an upload whose topic is gone', async () => {
    const video = await createVideo(await createInput(owner.userId, { topic: 'no-such/topic' }))
    expect(video.topicId).toBeNull()
  })
})

describe('publishing', () => {
  it('puts each revision out once and never goes back to an older one', async () => {
    const video = await createVideo(await createInput(owner.userId))
    const early = packOf(video.uuid, `early/${video.uuid}.r1.p0`, BYTES, 1)
    const final = packOf(video.uuid, `videos/${video.uuid}`, BYTES, 2)
    await publishPack(idOf(video), early, FACTS, 'playable')
    await publishPack(idOf(video), final, FACTS, 'ready')
    await publishPack(idOf(video), early, { ...FACTS, duration: 1 }, 'playable')
    expect(await stored(idOf(video))).toMatchObject({
      state: 'ready',
      packRevision: 2,
      duration: 8,
      progress: 1,
    })
    expect(await Pack.countDocuments({ videoUuid: video.uuid })).toBe(2)
  })

  it('lets one of many racers win and keeps one index a revision', async () => {
    const video = await createVideo(await createInput(owner.userId))
    const pack = packOf(video.uuid, `early/${video.uuid}.r1.p0`, BYTES, 1)
    await Promise.allSettled(
      Array.from({ length: 8 }, () => publishPack(idOf(video), pack, FACTS, 'playable')),
    )
    expect(await Pack.countDocuments({ videoUuid: video.uuid, revision: 1 })).toBe(1)
    expect(await stored(idOf(video))).toMatchObject({ state: 'playable', packRevision: 1 })
  })

  it('removes what was stored for a video that was deleted meanwhile', async () => {
    const video = await createVideo(await createInput(owner.userId))
    await deleteVideo(owner, idOf(video))
    await removeVideo(idOf(video))
    const key = `videos/${video.uuid}`
    await getObjectStore().put(key, BYTES, { contentType: 'video/mp4' })
    await expect(publishPack(idOf(video), packOf(video.uuid, key, BYTES), FACTS, 'ready')).rejects.toThrow(
      NotFound,
    )
    const posterKey = `artwork/${video.uuid}/poster.jpg`
    await getObjectStore().put(posterKey, BYTES, { contentType: 'image/jpeg' })
    await expect(attachArtwork(idOf(video), { posterKey })).rejects.toThrow(NotFound)
    expect(await keysOf(video.uuid)).toEqual([])
    expect(await Pack.countDocuments({ videoUuid: video.uuid })).toBe(0)
  })

  it('fails a video that has nothing to play, and never one that people can watch', async () => {
    const failing = await createVideo(await createInput(owner.userId))
    await failVideo(idOf(failing), 'It has no pictures.')
    expect(await stored(idOf(failing))).toMatchObject({
      state: 'failed',
      failureReason: 'It has no pictures.',
    })
    const playing = await publishedVideo(owner.userId)
    await failVideo(idOf(playing), 'The ladder broke.')
    expect((await stored(idOf(playing))).state).toBe('ready')
  })

  it('lets progress only grow', async () => {
    const video = await createVideo(await createInput(owner.userId))
    for (const share of [0.2, 0.5, 0.1, -3]) await recordProgress(idOf(video), share)
    expect((await stored(idOf(video))).progress).toBe(0.5)
    await recordProgress(idOf(video), 7)
    expect((await stored(idOf(video))).progress).toBe(1)
  })
})

describe('changing a video', () => {
  it('is for its creator and admins; others are told that it is not theirs, or nothing at all', async () => {
    const open = idOf(await publishedVideo(owner.userId))
    const closed = idOf(await publishedVideo(owner.userId, { visibility: 'private' }))
    const stranger = userActor()
    await expect(updateVideo(stranger, open, { title: 'Mine' })).rejects.toThrow(Forbidden)
    const missing = updateVideo(stranger, 'f'.repeat(24), { title: 'Mine' }).catch((error: Error) => error)
    const hidden = updateVideo(stranger, closed, { title: 'Mine' }).catch((error: Error) => error)
    expect(await hidden).toEqual(await missing)
    expect((await updateVideo(userActor('admin'), closed, { title: 'Tidied' })).title).toBe('Tidied')
  })

  it('leaves before and after in the action log, and nothing when nothing changed', async () => {
    const id = idOf(await publishedVideo(owner.userId))
    await updateVideo(owner, id, { title: 'Wasps', visibility: 'public' })
    await updateVideo(owner, id, { title: 'Wasps' })
    const entries = await ActionLog.find({ target: `video:${id}` }).lean()
    expect(entries).toHaveLength(1)
    expect(entries[0]).toMatchObject({
      user_cc: owner.userId,
      action: 'UPDATE_VIDEO',
      changes: { before: { title: 'Bees in spring' }, after: { title: 'Wasps' } },
    })
  })

  it('refuses a topic that does not exist', async () => {
    const id = idOf(await publishedVideo(owner.userId))
    await expect(updateVideo(owner, id, { topic: 'no-such/topic' })).rejects.toThrow(Unprocessable)
  })
})

describe('deleting a video', () => {
  async function fullVideo(): Promise<VideoDocument> {
    const video = await publishedVideo(owner.userId)
    const put = (key: string) => getObjectStore().put(key, BYTES, { contentType: 'image/jpeg' })
    await put(`artwork/${video.uuid}/poster.jpg`)
    await put(`artwork/${video.uuid}/captions-pl.vtt`)
    await put(`early/${video.uuid}.r1.p0`)
    await attachArtwork(idOf(video), { posterKey: `artwork/${video.uuid}/poster.jpg` })
    return video
  }

  it('hides it from everybody at once', async () => {
    const video = await fullVideo()
    await deleteVideo(owner, idOf(video))
    for (const actor of [owner, guest, systemActor]) {
      await expect(getVideo(actor, idOf(video))).rejects.toThrow(NotFound)
    }
    await expect(deleteVideo(owner, idOf(video))).rejects.toThrow(NotFound)
  })

  it('leaves no bytes and no records, wherever its removal was cut', async () => {
    for (let cut = 0; ; cut++) {
      const video = await fullVideo()
      await deleteVideo(owner, idOf(video))
      const wasCut = await removeUntil(cut, idOf(video))
      await getQueue().cancel(`remove-video:${idOf(video)}`)
      await reconcileDeletes()
      const jobs = await jobsNamed('remove-video')
      expect(jobs.some((job) => job.key === `remove-video:${idOf(video)}`)).toBe(wasCut)
      await removeVideo(idOf(video))
      expect(await keysOf(video.uuid)).toEqual([])
      expect(await Pack.countDocuments({ videoUuid: video.uuid })).toBe(0)
      expect(await Video.countDocuments({ _id: video._id })).toBe(0)
      if (!wasCut) break
    }
  })

  /** Fails the step with this number, as a kill would end the run there; false when there are fewer. */
  async function removeUntil(cut: number, id: string): Promise<boolean> {
    let step = 0
    const failAtCut = () => {
      if (step++ === cut) throw new Error('cut here')
    }
    const store = getObjectStore()
    const remove = store.remove.bind(store)
    const spies = [
      vi.spyOn(store, 'remove').mockImplementation(async (key) => {
        failAtCut()
        await remove(key)
      }),
      vi.spyOn(Pack, 'deleteMany').mockImplementationOnce((...args) => {
        failAtCut()
        return Pack.deleteMany(...args)
      }),
      vi.spyOn(Video, 'deleteOne').mockImplementationOnce((...args) => {
        failAtCut()
        return Video.deleteOne(...args)
      }),
    ]
    try {
      await removeVideo(id)
      return false
    } catch (error) {
      expect(error).toMatchObject({ message: 'cut here' })
      return true
    } finally {
      for (const spy of spies) spy.mockRestore()
    }
  }

  it('does nothing to a video that nobody marked', async () => {
    const video = await fullVideo()
    await removeVideo(idOf(video))
    expect(await keysOf(video.uuid)).toHaveLength(5)
  })
})

import { Types } from 'mongoose'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { MAX_CLIPS_PER_VIDEO } from '../../../shared/clips.ts'
import { systemActor } from '../../../server/accounts/actor.ts'
import { closeObjectStore, getObjectStore } from '../../../server/adapters/object-store/index.ts'
import { closeQueue, getQueue } from '../../../server/adapters/queue/index.ts'
import { ActionLog } from '../../../server/audit/action-log.model.ts'
import { auditMigrations } from '../../../server/audit/tables.ts'
import { attachThumbnail, thumbnailKey } from '../../../server/clips/attach-thumbnail.ts'
import { Clip, type ClipDocument } from '../../../server/clips/clip.model.ts'
import { createClip } from '../../../server/clips/create-clip.ts'
import { deleteClip } from '../../../server/clips/delete-clip.ts'
import { findClips, listClips, readClips } from '../../../server/clips/find-clips.ts'
import { getClip, getEditableClip } from '../../../server/clips/get-clip.ts'
import { eraseClipsBy, exportClipsBy } from '../../../server/clips/personal-clips.ts'
import { makePlannedClips, planClips } from '../../../server/clips/planned-clips.ts'
import { presentClips, presentOneClip } from '../../../server/clips/present-clips.ts'
import { reconcileClips } from '../../../server/clips/reconcile-clips.ts'
import { syncClips } from '../../../server/clips/sync-clips.ts'
import { updateClip } from '../../../server/clips/update-clip.ts'
import { Forbidden, NotFound, Unprocessable } from '../../../server/errors.ts'
import { Topic } from '../../../server/topics/topic.model.ts'
import { publishPack } from '../../../server/videos/advance-video.ts'
import { createVideo } from '../../../server/videos/create-video.ts'
import { deleteVideo } from '../../../server/videos/delete-video.ts'
import { updateVideo } from '../../../server/videos/update-video.ts'
import { Video, type VideoDocument } from '../../../server/videos/video.model.ts'
import { removeClip } from '../../../server/worker/remove-clip.ts'
import { removeVideo } from '../../../server/worker/remove-video.ts'
import { startDatabases, type TestDatabases } from '../../support/databases.ts'
import { createInput, packOf, publishedVideo, userActor } from '../../support/videos.ts'

let databases: TestDatabases
const owner = userActor()
const guest = { kind: 'guest', sessionId: 'g' } as const

beforeAll(async () => {
  databases = await startDatabases(auditMigrations)
})
afterAll(async () => {
  await closeQueue(0)
  await closeObjectStore()
  await databases.stop()
})

const idOf = (thing: { _id: Types.ObjectId }) => thing._id.toHexString()
const input = (startSeconds = 1, endSeconds = 3.5) => ({
  startSeconds,
  endSeconds,
  title: 'The waggle dance',
  description: '',
})
const makeClip = (video: VideoDocument, startSeconds = 1) =>
  createClip(owner, idOf(video), input(startSeconds, startSeconds + 2.5))
const listOf = async (video: VideoDocument) =>
  (await Video.findById(video._id).lean<VideoDocument>().orFail()).clips.map(String)
const page = { limit: 24 }

describe('making a clip', () => {
  it('has its length, picture and playlist at once, and is in the list of its video', async () => {
    const video = await publishedVideo(owner.userId)
    const view = await presentOneClip(owner, await makeClip(video))
    expect(view).toMatchObject({ videoId: idOf(video), duration: 2.5, startSeconds: 1, endSeconds: 3.5, isMine: true })
    expect(view.clipURL).toBe(`/cdn/clips/${view.id}/master.m3u8`)
    expect(view.thumbnailURL).toMatch(`/cdn/clips/${view.id}/thumbnail`)
    expect(await listOf(video)).toEqual([view.id])
  }) // prettier-ignore

  it('is for the creator of the video alone', async () => {
    const video = await publishedVideo(owner.userId)
    await expect(createClip(userActor(), idOf(video), input())).rejects.toThrow(Forbidden)
    const hidden = await publishedVideo(owner.userId, { visibility: 'private' })
    await expect(createClip(userActor(), idOf(hidden), input())).rejects.toThrow(NotFound)
  })

  it('refuses times beyond the video and topics that do not exist, and leaves nothing', async () => {
    const video = await publishedVideo(owner.userId)
    await expect(createClip(owner, idOf(video), input(1, 8.1))).rejects.toThrow(Unprocessable)
    await expect(createClip(owner, idOf(video), { ...input(), topic: 'no-such' })).rejects.toThrow(
      Unprocessable,
    )
    expect(await Clip.countDocuments({ videoId: video._id })).toBe(0)
  })

  it('takes the topic of the video unless told', async () => {
    const [bees, wasps] = await Promise.all(
      ['bees', 'wasps'].map((name) => Topic.create({ combinedTopicName: name, topicName: name })),
    )
    const video = await publishedVideo(owner.userId, { topic: 'bees' })
    const topicOf = async (topic?: string | null) =>
      String((await createClip(owner, idOf(video), { ...input(), topic })).topicId)
    expect(await topicOf()).toBe(String(bees!._id))
    expect(await topicOf('wasps')).toBe(String(wasps!._id))
    expect(await topicOf(null)).toBe('null')
    const found = await listClips(guest, { ...page, topic: 'wasps' })
    expect(found.items).toHaveLength(1)
  })

  it('never makes more than a video has room for, however many come at once', async () => {
    const video = await publishedVideo(owner.userId)
    const before = Array.from({ length: MAX_CLIPS_PER_VIDEO - 3 }, () => new Types.ObjectId())
    await Video.updateOne({ _id: video._id }, { $set: { clips: before } })
    const made = await Promise.allSettled(Array.from({ length: 8 }, () => makeClip(video)))
    expect(made.filter(({ status }) => status === 'fulfilled')).toHaveLength(3)
    expect(await listOf(video)).toHaveLength(MAX_CLIPS_PER_VIDEO)
    expect(await Clip.countDocuments({ videoId: video._id })).toBe(3)
  })

  it('is finished after a kill between the clip and the list of its video', async () => {
    const video = await publishedVideo(owner.userId)
    const clip = await makeClip(video)
    const longAgo = new Date(Date.now() - 120_000)
    await Clip.updateOne({ _id: clip._id }, { $set: { unsettledSince: longAgo } })
    await Video.updateOne({ _id: video._id }, { $set: { clips: [] } })
    await reconcileClips()
    expect(await listOf(video)).toEqual([idOf(clip)])
    expect(await Clip.findById(clip._id).lean()).not.toHaveProperty('unsettledSince')
  })
})

describe('who may see a clip', () => {
  it('follows its video each time, whatever the clip itself says', async () => {
    const video = await publishedVideo(owner.userId)
    const clip = await makeClip(video)
    expect((await getClip(guest, idOf(clip))).clip._id).toEqual(clip._id)
    await updateVideo(owner, idOf(video), { visibility: 'private' })
    // the lists are not told yet
    expect((await Clip.findById(clip._id).lean<ClipDocument>())!.isListed).toBe(true)
    await expect(getClip(guest, idOf(clip))).rejects.toThrow(NotFound)
    await expect(findClips(guest, { videoId: idOf(video) }, page)).rejects.toThrow(NotFound)
    expect(await presentClips(guest, [clip])).toEqual([])
    expect(await readClips(guest, [idOf(clip)])).toEqual([])
    expect((await findClips(guest, {}, page)).items.map(idOf)).not.toContain(idOf(clip))
    expect((await getClip(owner, idOf(clip))).clip._id).toEqual(clip._id)
  })

  it('answers the same for a hidden clip as for a missing one', async () => {
    const video = await publishedVideo(owner.userId, { visibility: 'private' })
    const clip = await makeClip(video)
    const messageOf = (id: string) => getEditableClip(userActor(), id).catch((error: Error) => error.message)
    expect(await messageOf(idOf(clip))).toBe(await messageOf('f'.repeat(24)))
  })

  it('keeps NSFW out of lists for those who did not turn it on', async () => {
    const video = await publishedVideo(owner.userId)
    const clip = await makeClip(video)
    await Video.updateOne({ _id: video._id }, { $set: { isNsfw: true } })
    expect((await findClips(guest, { uploaderId: owner.userId }, page)).items.map(idOf)).not.toContain(
      idOf(clip),
    )
  })

  it('is told to the lists by a job, in both directions', async () => {
    const video = await publishedVideo(owner.userId)
    const clip = await makeClip(video)
    const isListed = async () => (await Clip.findById(clip._id).lean<ClipDocument>())!.isListed
    for (const visibility of ['private', 'public'] as const) {
      await updateVideo(owner, idOf(video), { visibility })
      const jobs = await getQueue().find({ name: 'sync-clips', limit: 1000 })
      expect(jobs.map(({ key }) => key)).toContain(`sync-clips:${idOf(video)}`)
      await syncClips(idOf(video))
      expect(await isListed()).toBe(visibility === 'public')
    }
  })
})

describe('lists of clips', () => {
  it('come in the order of their start for a video, page after page, also where starts are equal', async () => {
    const video = await publishedVideo(owner.userId)
    for (const start of [3, 1, 2, 1, 0.5]) await makeClip(video, start)
    const starts: number[] = []
    let cursor: string | undefined
    do {
      const found = await findClips(guest, { videoId: idOf(video) }, { limit: 2, cursor })
      starts.push(...found.items.map(({ startSeconds }) => startSeconds))
      cursor = found.nextCursor ?? undefined
    } while (cursor)
    expect(starts).toEqual([0.5, 1, 1, 2, 3])
  })

  it('come newest first for a person', async () => {
    const person = userActor()
    const video = await publishedVideo(person.userId)
    const made = []
    for (const start of [1, 2, 3]) made.push(await createClip(person, idOf(video), input(start, start + 1)))
    const first = await findClips(guest, { uploaderId: person.userId }, { limit: 2 })
    const second = await findClips(guest, { uploaderId: person.userId }, { limit: 2, cursor: first.nextCursor! })
    expect([...first.items, ...second.items].map(idOf)).toEqual(made.reverse().map(idOf))
    expect(second.nextCursor).toBeNull()
  }) // prettier-ignore
})

describe('changing a clip', () => {
  it('moves its ends within the bounds and keeps a chosen picture while it lies within', async () => {
    const clip = await makeClip(await publishedVideo(owner.userId))
    const pictured = await updateClip(owner, idOf(clip), { thumbnailSeconds: 3 })
    expect(pictured.thumbnailURL).toMatch(/at=3000$/)
    const moved = await updateClip(owner, idOf(clip), { endSeconds: 6.25, title: 'Longer' })
    expect(moved).toMatchObject({ duration: 5.25, title: 'Longer', thumbnailSeconds: 3 })
    const later = await updateClip(owner, idOf(clip), { startSeconds: 4 })
    expect(later.thumbnailSeconds).toBeUndefined()
    await expect(updateClip(owner, idOf(clip), { startSeconds: 6 })).rejects.toThrow(Unprocessable)
    await expect(updateClip(owner, idOf(clip), { thumbnailSeconds: 1 })).rejects.toThrow(Unprocessable)
  })

  it('leaves a clip within the bounds when two people move one end each', async () => {
    const clip = await makeClip(await publishedVideo(owner.userId))
    await Promise.allSettled([
      updateClip(owner, idOf(clip), { startSeconds: 3.4, endSeconds: 7 }),
      updateClip(owner, idOf(clip), { endSeconds: 2.1 }),
    ])
    const { startSeconds, endSeconds, duration } = (await Clip.findById(clip._id).lean<ClipDocument>())!
    expect(duration).toBeGreaterThanOrEqual(1)
    expect(endSeconds - startSeconds).toBeCloseTo(duration, 6)
  })
})

describe('deleting a clip', () => {
  it('hides it at once, removes its bytes and place later, and leaves a trace', async () => {
    const video = await publishedVideo(owner.userId)
    const [clip, other] = [await makeClip(video), await makeClip(video, 2)]
    const key = thumbnailKey(idOf(clip), 2)
    await getObjectStore().put(key, Buffer.from('jpeg'), { contentType: 'image/jpeg' })
    await attachThumbnail(idOf(clip), key)
    await deleteClip(owner, idOf(clip))
    await expect(getClip(systemActor, idOf(clip))).rejects.toThrow(NotFound)
    expect(await listOf(video)).toEqual([idOf(other)])
    expect(await ActionLog.countDocuments({ target: `clip:${idOf(clip)}`, action: 'DELETE_CLIP' })).toBe(1)
    await removeClip(idOf(clip))
    expect(await getObjectStore().stat(key)).toBeNull()
    expect(await Clip.findById(clip._id)).toBeNull()
  })

  it('is asked for again after a kill before the job', async () => {
    const clip = await makeClip(await publishedVideo(owner.userId))
    await deleteClip(owner, idOf(clip))
    await getQueue().cancel(`remove-clip:${idOf(clip)}`)
    await reconcileClips()
    const jobs = await getQueue().find({ name: 'remove-clip', limit: 1000 })
    expect(jobs.map((job) => job.key)).toContain(`remove-clip:${idOf(clip)}`)
  })

  it('takes a picture away that comes after the clip went', async () => {
    const clip = await makeClip(await publishedVideo(owner.userId))
    await deleteClip(owner, idOf(clip))
    const key = thumbnailKey(idOf(clip), 2)
    await getObjectStore().put(key, Buffer.from('jpeg'), { contentType: 'image/jpeg' })
    await attachThumbnail(idOf(clip), key)
    expect(await getObjectStore().stat(key)).toBeNull()
  })

  it('goes along with its video', async () => {
    const video = await publishedVideo(owner.userId)
    const clip = await makeClip(video)
    await deleteVideo(owner, idOf(video))
    await expect(getClip(owner, idOf(clip))).rejects.toThrow(NotFound)
    await removeVideo(idOf(video))
    expect(await Clip.countDocuments({ videoId: video._id })).toBe(0)
    expect(await Video.findById(video._id)).toBeNull()
  })
})

describe('clips of an import', () => {
  const planned = [
    { startSeconds: 1, endSeconds: 3, title: 'First', description: '' },
    { startSeconds: 4, endSeconds: 7.5, title: 'Second', description: 'Longer' },
    { startSeconds: 6, endSeconds: 90, title: 'Beyond the end', description: '' },
  ]

  it('wait for their video, are made once, and leave out what cannot be', async () => {
    const video = await createVideo(await createInput(owner.userId))
    await planClips(video, planned)
    await makePlannedClips(idOf(video))
    expect(await Clip.countDocuments({ videoId: video._id })).toBe(0)
    const pack = packOf(video.uuid, `videos/${video.uuid}`, Buffer.alloc(1000))
    await publishPack(idOf(video), pack, { duration: 8, width: 640, height: 360 }, 'ready')
    const jobs = await getQueue().find({ name: 'make-planned-clips', limit: 1000 })
    expect(jobs.map(({ key }) => key)).toContain(`make-planned-clips:${idOf(video)}`)
    await makePlannedClips(idOf(video))
    await planClips(video, planned)
    await Promise.all([makePlannedClips(idOf(video)), makePlannedClips(idOf(video))])
    const { items } = await findClips(guest, { videoId: idOf(video) }, page)
    expect(items.map(({ title }) => title)).toEqual(['First', 'Second'])
    expect(await listOf(video)).toHaveLength(2)
  })
})

describe('clips of a person who leaves', () => {
  it('are in their data and go with them', async () => {
    const person = userActor()
    const video = await publishedVideo(person.userId)
    const clip = await createClip(person, idOf(video), input())
    const found: object[] = []
    for await (const row of exportClipsBy(person.userId)) found.push(row)
    expect(found).toEqual([expect.objectContaining({ id: clip._id, title: clip.title })])
    await eraseClipsBy(person.userId)
    await expect(getClip(systemActor, idOf(clip))).rejects.toThrow(NotFound)
    await removeClip(idOf(clip))
    expect(await listOf(video)).toEqual([])
  })
})

import { Types, trusted } from 'mongoose'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { closeObjectStore } from '../../../server/adapters/object-store/index.ts'
import { closeQueue } from '../../../server/adapters/queue/index.ts'
import { auditMigrations } from '../../../server/audit/tables.ts'
import { Clip } from '../../../server/clips/clip.model.ts'
import { NotFound, Unprocessable } from '../../../server/errors.ts'
import { Progress } from '../../../server/learning/progress.model.ts'
import { findAffinities } from '../../../server/recommendations/find-affinities.ts'
import { findVideoAffinities } from '../../../server/recommendations/find-video-affinities.ts'
import {
  eraseRecommendationsBy,
  exportRecommendationsBy,
} from '../../../server/recommendations/personal-recommendations.ts'
import { Recommendation } from '../../../server/recommendations/recommendation.model.ts'
import { clearQueue, getQueue, putQueue } from '../../../server/recommendations/recommended-queue.ts'
import { setInitialAffinities } from '../../../server/recommendations/set-initial-affinities.ts'
import { updateAffinity } from '../../../server/recommendations/update-affinity.ts'
import { UserAffinity } from '../../../server/recommendations/user-affinity.model.ts'
import { deleteTopic } from '../../../server/topics/delete-topic.ts'
import { Topic, type TopicDocument } from '../../../server/topics/topic.model.ts'
import { upsertTopic } from '../../../server/topics/upsert-topic.ts'
import { reconcileTopics, settleTopic } from '../../../server/videos/settle-topic.ts'
import { updateVideo } from '../../../server/videos/update-video.ts'
import { VideoAffinity } from '../../../server/videos/video-affinity.model.ts'
import { Video } from '../../../server/videos/video.model.ts'
import { forgetTopic } from '../../../server/worker/forget-topic.ts'
import { startDatabases, type TestDatabases } from '../../support/databases.ts'
import { publishedVideo, userActor } from '../../support/videos.ts'

let databases: TestDatabases
let polish: TopicDocument
let maths: TopicDocument
const owner = userActor()

beforeAll(async () => {
  databases = await startDatabases(auditMigrations)
})
afterAll(async () => {
  await closeQueue(0)
  await closeObjectStore()
  await databases.stop()
})
beforeEach(async () => {
  for (const model of [Topic, UserAffinity, VideoAffinity, Recommendation, Video, Clip, Progress]) {
    await model.collection.deleteMany({})
  }
  polish = await topic('languages/polish')
  maths = await topic('maths')
})

const topic = (combinedTopicName: string) =>
  upsertTopic({
    combinedTopicName,
    topicName: combinedTopicName,
    description: '',
    thumbnailURL: '',
    prerequisites: [],
  })
const idOf = ({ _id }: { _id: Types.ObjectId }) => _id.toHexString()

describe('what somebody cares for', () => {
  it('begins with the topics they chose, and choosing again lowers nothing', async () => {
    await setInitialAffinities(owner.userId, [idOf(polish), new Types.ObjectId().toHexString()])
    await UserAffinity.updateOne({ userId: owner.userId }, { $set: { [`affinities.${idOf(polish)}`]: 0.9 } })
    await Promise.all([
      setInitialAffinities(owner.userId, [idOf(polish)]),
      setInitialAffinities(owner.userId, [idOf(maths)]),
    ])
    expect((await findAffinities(owner)).affinities).toEqual({ [idOf(polish)]: 0.9, [idOf(maths)]: 0.5 })
    expect(await findAffinities(userActor())).toMatchObject({ affinities: {}, topics: [] })
  })

  it('is made once by many at once', async () => {
    await Promise.all(
      Array.from({ length: 20 }, (_, index) =>
        updateAffinity(owner, { topic: index % 2 ? 'maths' : 'languages/polish', action: 'pin' }),
      ),
    )
    expect(await UserAffinity.countDocuments({})).toBe(1)
    expect((await findAffinities(owner)).topics.filter(({ isPinned }) => isPinned)).toHaveLength(2)
  })

  it('is pinned or muted, never both, and forgotten by a reset', async () => {
    await setInitialAffinities(owner.userId, [idOf(maths)])
    const act = async (action: 'pin' | 'unpin' | 'mute' | 'unmute' | 'reset') =>
      (await updateAffinity(owner, { topic: 'languages/polish', action })).topics
    expect((await act('pin'))[0]).toMatchObject({ topic: 'languages/polish', isPinned: true, isMuted: false })
    expect((await act('mute'))[1]).toMatchObject({ isPinned: false, isMuted: true, affinity: 0 })
    expect(await act('unmute')).toHaveLength(1)
    await act('pin')
    expect(await act('reset')).toMatchObject([{ topic: 'maths', affinity: 0.5 }])
    await expect(updateAffinity(owner, { topic: 'alchemy', action: 'pin' })).rejects.toThrow(Unprocessable)
  })
})

describe('what a video is about', () => {
  it('is its creator’s topic, and follows a change of it', async () => {
    const video = await publishedVideo(owner.userId, { topic: 'maths' })
    const of = async () => (await findVideoAffinities(owner, idOf(video))).affinities
    expect(await of()).toEqual({ [idOf(maths)]: 1 })
    await VideoAffinity.updateOne(
      { videoId: video._id },
      { $set: { 'affinities.aaaaaaaaaaaaaaaaaaaaaaaa': 0.3 } },
    )
    await updateVideo(owner, idOf(video), { topic: 'languages/polish' })
    expect(await of()).toEqual({ [idOf(polish)]: 1, aaaaaaaaaaaaaaaaaaaaaaaa: 0.3 })
    await updateVideo(owner, idOf(video), { topic: null })
    expect(await of()).toEqual({ aaaaaaaaaaaaaaaaaaaaaaaa: 0.3 })
    expect(await Video.countDocuments({ topicUnsettledSince: trusted({ $ne: null }) })).toBe(0)
  })

  it('is mended where a kill came between', async () => {
    const video = await publishedVideo(owner.userId, { topic: 'maths' })
    await Video.updateOne(
      { _id: video._id },
      { $set: { topicId: polish._id, topicUnsettledSince: new Date(0) } },
    )
    await reconcileTopics()
    expect((await findVideoAffinities(owner, idOf(video))).affinities).toEqual({ [idOf(polish)]: 1 })
    await Promise.all(Array.from({ length: 8 }, () => settleTopic(idOf(video))))
    expect(await VideoAffinity.countDocuments({})).toBe(1)
  })

  it('ends at the last topic of many changes at once', async () => {
    const video = await publishedVideo(owner.userId)
    await Promise.all(
      Array.from({ length: 12 }, (_, index) =>
        updateVideo(owner, idOf(video), { topic: index % 2 ? 'maths' : 'languages/polish' }),
      ),
    )
    await reconcileTopics(new Date(Date.now() + 1000))
    const { topicId } = await Video.findById(video._id).orFail()
    expect((await findVideoAffinities(owner, idOf(video))).affinities).toEqual({ [String(topicId)]: 1 })
  })

  it('is told to its creator and to admins alone', async () => {
    const video = await publishedVideo(owner.userId, { topic: 'maths' })
    await expect(findVideoAffinities(userActor(), idOf(video))).rejects.toThrow(NotFound)
    await expect(findVideoAffinities(owner, new Types.ObjectId().toHexString())).rejects.toThrow(NotFound)
    expect((await findVideoAffinities(userActor('admin'), idOf(video))).affinities).toEqual({
      [idOf(maths)]: 1,
    })
  })
})

describe('what comes next for somebody', () => {
  it('is put, read and cleared by its owner', async () => {
    const video = await publishedVideo(owner.userId)
    const topicSequences = { all: [idOf(video)], 'languages/polish': [idOf(video)] }
    expect((await putQueue(owner, { topicSequences })).topicSequences).toEqual(topicSequences)
    expect((await getQueue(userActor())).topicSequences).toEqual({})
    await clearQueue(owner)
    expect(await getQueue(owner)).toEqual({ userId: owner.userId, topicSequences: {}, updatedAt: null })
  })

  it('takes nothing that does not exist or is not for its owner', async () => {
    const closed = await publishedVideo(owner.userId, { visibility: 'private' })
    const refused = (topicSequences: Record<string, string[]>) =>
      expect(putQueue(userActor(), { topicSequences })).rejects.toThrow(Unprocessable)
    await refused({ all: [idOf(closed)] })
    await refused({ all: [new Types.ObjectId().toHexString()] })
    await refused({ alchemy: [] })
    expect(await Recommendation.countDocuments({})).toBe(0)
  })

  it('loses what is gone', async () => {
    const video = await publishedVideo(owner.userId)
    await putQueue(owner, { topicSequences: { all: [idOf(video)], maths: [] } })
    await Video.deleteOne({ _id: video._id })
    await Topic.deleteOne({ _id: maths._id })
    expect((await getQueue(owner)).topicSequences).toEqual({ all: [] })
  })
})

describe('a topic that is deleted', () => {
  it('is let go of by everything that names it', async () => {
    const video = await publishedVideo(owner.userId, { topic: 'maths' })
    await Clip.create({
      videoId: video._id,
      title: 'A clip',
      uploadDate: new Date(),
      uploader: video.uploader,
      duration: 2,
      startSeconds: 0,
      endSeconds: 2,
      topicId: maths._id,
    })
    await setInitialAffinities(owner.userId, [idOf(maths), idOf(polish)])
    await updateAffinity(owner, { topic: 'maths', action: 'pin' })
    await putQueue(owner, { topicSequences: { maths: [idOf(video)], all: [] } })
    await deleteTopic(userActor('admin'), idOf(maths))
    await forgetTopic({ topicId: idOf(maths), combinedTopicName: 'maths' })
    expect((await Clip.findOne().orFail()).topicId).toBeNull()
    const row = await UserAffinity.findOne({ userId: owner.userId }).orFail()
    expect([...row.affinities.keys(), ...row.pinned]).toEqual([idOf(polish)])
    expect((await VideoAffinity.findOne({ videoId: video._id }).orFail()).affinities.size).toBe(0)
    expect([...(await Recommendation.findOne().orFail()).topicSequences.keys()]).toEqual(['all'])
    await updateVideo(owner, idOf(video), { topic: 'languages/polish' })
    expect((await findVideoAffinities(owner, idOf(video))).affinities).toEqual({ [idOf(polish)]: 1 })
  })
})

describe('what is kept of a person', () => {
  it('is exported and erased', async () => {
    await setInitialAffinities(owner.userId, [idOf(maths)])
    await putQueue(owner, { topicSequences: { all: [] } })
    expect(await Array.fromAsync(exportRecommendationsBy(owner.userId))).toMatchObject([
      { kind: 'user-affinities' },
      { kind: 'recommendations' },
    ])
    await eraseRecommendationsBy(owner.userId)
    expect(await Array.fromAsync(exportRecommendationsBy(owner.userId))).toEqual([])
  })
})

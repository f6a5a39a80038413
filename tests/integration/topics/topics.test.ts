import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { closeObjectStore } from '../../../server/adapters/object-store/index.ts'
import { closeQueue } from '../../../server/adapters/queue/index.ts'
import { auditMigrations } from '../../../server/audit/tables.ts'
import { Conflict, NotFound, Unprocessable } from '../../../server/errors.ts'
import { deleteTopic } from '../../../server/topics/delete-topic.ts'
import { findTopics, getTopic, presentTopic } from '../../../server/topics/find-topics.ts'
import { Topic } from '../../../server/topics/topic.model.ts'
import { createTopic, updateTopic, upsertTopic } from '../../../server/topics/upsert-topic.ts'
import { Video } from '../../../server/videos/video.model.ts'
import { startDatabases, type TestDatabases } from '../../support/databases.ts'
import { publishedVideo, userActor } from '../../support/videos.ts'

let databases: TestDatabases

beforeAll(async () => {
  databases = await startDatabases(auditMigrations)
})
afterAll(async () => {
  await closeQueue(0)
  await closeObjectStore()
  await databases.stop()
})

function input(combinedTopicName: string, ...prerequisites: string[]) {
  return { combinedTopicName, topicName: combinedTopicName, description: '', thumbnailURL: '', prerequisites }
}

describe('topics', () => {
  it('are brought in in any order and the same when brought in again', async () => {
    const first = await upsertTopic(input('signs/people', 'signs/courtesy'))
    await upsertTopic(input('signs/courtesy'))
    const again = await upsertTopic(input('signs/people', 'signs/courtesy'))
    expect(presentTopic(again)).toEqual(presentTopic(first))
    expect(await Topic.countDocuments({ combinedTopicName: 'signs/people' })).toBe(1)
  })

  it('have the topic above them, whoever is first, and it stays while they do', async () => {
    const made = await Promise.all([
      upsertTopic({ ...input('birds/song'), topicName: 'Birds', subTopicName: 'Song' }),
      upsertTopic({ ...input('birds/flight'), topicName: 'Birds', subTopicName: 'Flight' }),
    ])
    const above = await Topic.find({ combinedTopicName: 'birds' }).lean()
    expect(above).toMatchObject([{ topicName: 'Birds' }])
    const id = above[0]!._id.toHexString()
    await expect(deleteTopic(userActor('admin'), id)).rejects.toThrow(Conflict)
    for (const topic of made) await deleteTopic(userActor('admin'), topic._id.toHexString())
    await deleteTopic(userActor('admin'), id)
    expect(await Topic.countDocuments({ combinedTopicName: 'birds' })).toBe(0)
  })

  it('are made once by name, after those that they name', async () => {
    await createTopic(input('maths'))
    await expect(createTopic(input('maths'))).rejects.toThrow(Conflict)
    await expect(createTopic(input('physics', 'alchemy'))).rejects.toThrow(Unprocessable)
  })

  it('never need each other in a circle', async () => {
    const a = await createTopic(input('circle/a'))
    await createTopic(input('circle/b', 'circle/a'))
    await expect(updateTopic(a._id.toString(), { prerequisites: ['circle/b'] })).rejects.toThrow(
      Unprocessable,
    )
    await expect(updateTopic(a._id.toString(), { prerequisites: ['circle/a'] })).rejects.toThrow(
      Unprocessable,
    )
  })

  it('change only in what is said', async () => {
    const { _id } = await createTopic({ ...input('change'), subTopicName: 'Part', description: 'Before' })
    await updateTopic(_id.toString(), { topicName: 'Changed' })
    const view = presentTopic(await getTopic(_id.toString()))
    expect(view).toMatchObject({ topicName: 'Changed', subTopicName: 'Part', description: 'Before' })
    const cleared = presentTopic(await updateTopic(_id.toString(), { subTopicName: null }))
    expect(cleared).not.toHaveProperty('subTopicName')
  })

  it('leave their videos behind when they go', async () => {
    const topic = await createTopic(input('passing'))
    await createTopic(input('after', 'passing'))
    const video = await publishedVideo(userActor().userId, { topic: 'passing' })
    await deleteTopic(userActor('admin'), topic._id.toString())
    expect((await Video.findById(video._id).lean())?.topicId).toBeNull()
    expect((await Topic.findOne({ combinedTopicName: 'after' }).lean())?.prerequisites).toEqual([])
    await expect(deleteTopic(userActor('admin'), topic._id.toString())).rejects.toThrow(NotFound)
  })

  it('are listed by name, page by page', async () => {
    const names: string[] = []
    let cursor: string | undefined
    do {
      const page = await findTopics({ limit: 3, cursor })
      names.push(...page.items.map((topic) => topic.combinedTopicName))
      cursor = page.nextCursor ?? undefined
    } while (cursor)
    expect(names).toEqual([...names].sort())
    expect(names).toHaveLength(await Topic.countDocuments({}))
  })
})

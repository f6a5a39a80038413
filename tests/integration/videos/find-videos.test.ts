import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { Unauthenticated, InvalidInput } from '../../../server/errors.ts'
import { closeObjectStore } from '../../../server/adapters/object-store/index.ts'
import { closeQueue } from '../../../server/adapters/queue/index.ts'
import { auditMigrations } from '../../../server/audit/tables.ts'
import { upsertTopic } from '../../../server/topics/upsert-topic.ts'
import { createVideo } from '../../../server/videos/create-video.ts'
import { findVideos } from '../../../server/videos/find-videos.ts'
import { deleteVideo } from '../../../server/videos/delete-video.ts'
import { Video, type VideoDocument } from '../../../server/videos/video.model.ts'
import type { Actor } from '../../../server/accounts/actor.ts'
import { startDatabases, type TestDatabases } from '../../support/databases.ts'
import { createInput, publishedVideo, userActor } from '../../support/videos.ts'

let databases: TestDatabases
const owner = userActor()
const guest: Actor = { kind: 'guest', sessionId: 'g' }

beforeAll(async () => {
  databases = await startDatabases(auditMigrations)
})
afterAll(async () => {
  await closeQueue(0)
  await closeObjectStore()
  await databases.stop()
})
beforeEach(async () => {
  await Video.deleteMany({})
})

const idOf = (video: VideoDocument) => video._id.toHexString()

describe('lists of videos', () => {
  it('show everybody what is public and plays, and each creator also the rest of their own', async () => {
    const open = await publishedVideo(owner.userId)
    const closed = await publishedVideo(owner.userId, { visibility: 'private' })
    const young = await createVideo(await createInput(owner.userId))
    const gone = await publishedVideo(owner.userId)
    await deleteVideo(owner, idOf(gone))
    const seen = async (actor: Actor, scope?: 'mine') =>
      (await findVideos(actor, { limit: 100, owner: scope })).items.map(idOf)
    expect(await seen(guest)).toEqual([idOf(open)])
    expect(await seen(owner)).toEqual([idOf(open)])
    expect(await seen(owner, 'mine')).toEqual([young, closed, open].map(idOf))
    expect(await seen(userActor(), 'mine')).toEqual([])
    await expect(seen(guest, 'mine')).rejects.toThrow(Unauthenticated)
  })

  it('give every video that was there once, while others come and go', async () => {
    const standing = await Promise.all(Array.from({ length: 57 }, () => publishedVideo(owner.userId)))
    const passing = await Promise.all(Array.from({ length: 10 }, () => publishedVideo(owner.userId)))
    const seen: string[] = []
    let cursor: string | undefined
    do {
      const page = await findVideos(guest, { limit: 10, cursor })
      seen.push(...page.items.map(idOf))
      cursor = page.nextCursor ?? undefined
      await Promise.all([
        publishedVideo(owner.userId),
        publishedVideo(owner.userId),
        deleteVideo(owner, idOf(passing.pop() ?? (await publishedVideo(owner.userId)))),
      ])
    } while (cursor)
    expect(new Set(seen).size).toBe(seen.length)
    expect(seen).toEqual(expect.arrayContaining(standing.map(idOf)))
    expect([...seen].sort().reverse()).toEqual(seen)
  })

  it('end exactly where they end', async () => {
    await Promise.all(Array.from({ length: 4 }, () => publishedVideo(owner.userId)))
    const first = await findVideos(guest, { limit: 2 })
    const second = await findVideos(guest, { limit: 2, cursor: first.nextCursor! })
    expect(second.items).toHaveLength(2)
    expect(second.nextCursor).toBeNull()
  })

  it('take a topic with its subtopics', async () => {
    const base = { description: '', thumbnailURL: '', prerequisites: [] }
    await upsertTopic({ ...base, combinedTopicName: 'languages', topicName: 'Languages' })
    await upsertTopic({
      ...base,
      combinedTopicName: 'languages/polish',
      topicName: 'Languages',
      subTopicName: 'Polish',
    })
    await upsertTopic({ ...base, combinedTopicName: 'languages-of-birds', topicName: 'Birds' })
    const polish = await publishedVideo(owner.userId, { topic: 'languages/polish' })
    const general = await publishedVideo(owner.userId, { topic: 'languages' })
    await publishedVideo(owner.userId, { topic: 'languages-of-birds' })
    const ids = async (topic: string) => (await findVideos(guest, { limit: 10, topic })).items.map(idOf)
    expect(await ids('languages')).toEqual([general, polish].map(idOf))
    expect(await ids('languages/polish')).toEqual([idOf(polish)])
    expect(await ids('nothing')).toEqual([])
  })

  it('refuse a cursor that no list gave', async () => {
    await expect(findVideos(guest, { limit: 2, cursor: 'bm9wZQ' })).rejects.toThrow(InvalidInput)
  })
})

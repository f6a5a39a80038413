import { Types } from 'mongoose'
import { afterAll, beforeAll, expect, it } from 'vitest'
import '../../../server/all-models.ts'
import { accountMigrations } from '../../../server/accounts/migrations.ts'
import { closeLiveCache } from '../../../server/adapters/live-cache/index.ts'
import { closeObjectStore } from '../../../server/adapters/object-store/index.ts'
import { closeQueue } from '../../../server/adapters/queue/index.ts'
import { auditMigrations } from '../../../server/audit/tables.ts'
import { readFeed } from '../../../server/feed/read-feed.ts'
import { WatchRecord } from '../../../server/history/watch-record.model.ts'
import { Recommendation } from '../../../server/recommendations/recommendation.model.ts'
import { startDatabases, type TestDatabases } from '../../support/databases.ts'
import { idsOf, publishedClips } from '../../support/feed.ts'
import { userActor } from '../../support/videos.ts'

let databases: TestDatabases

beforeAll(async () => {
  databases = await startDatabases({ ...accountMigrations, ...auditMigrations })
})
afterAll(async () => {
  await closeQueue(0)
  await closeLiveCache()
  await closeObjectStore()
  await databases.stop()
})

it('gives no empty page where all that is newest was recommended before, and given or seen', async () => {
  const userId = new Types.ObjectId()
  const nothing = Array.from({ length: 45 }, () => null)
  const { clipIds } = await publishedClips(new Types.ObjectId().toHexString(), nothing)
  const newest = clipIds.toReversed()
  const all = newest.slice(0, 35).map((id) => new Types.ObjectId(id))
  await Recommendation.create({ userId, topicSequences: { all } })
  const pages: string[][] = []
  let cursor: string | null | undefined
  while (cursor !== null) {
    if (pages.length === 6) await see(userId, newest.slice(30, 35))
    const query = { limit: 5, ...(cursor && { cursor }) }
    const page = await readFeed(userActor('viewer', userId.toHexString()), null, query)
    pages.push(idsOf(page.items))
    cursor = page.nextCursor
  }
  expect(pages.map((ids) => ids.length)).toEqual(Array.from({ length: 8 }, () => 5))
  expect(pages.flat()).toEqual([...newest.slice(0, 30), ...newest.slice(35)])
})

async function see(userId: Types.ObjectId, ids: readonly string[]): Promise<void> {
  const line = { userId, targetKind: 'clip', videoId: new Types.ObjectId(), watchedAt: new Date() }
  const rows = ids.map((id) => ({ ...line, targetId: new Types.ObjectId(id) }))
  await WatchRecord.collection.insertMany(rows as never[])
}

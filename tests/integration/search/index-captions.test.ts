import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import type { Actor } from '../../../server/accounts/actor.ts'
import { closeObjectStore, getObjectStore } from '../../../server/adapters/object-store/index.ts'
import { closeQueue, getQueue } from '../../../server/adapters/queue/index.ts'
import { auditMigrations } from '../../../server/audit/tables.ts'
import { CaptionSegment } from '../../../server/search/caption-segment.model.ts'
import { indexCaptions, reconcileCaptions } from '../../../server/search/index-captions.ts'
import { reindexSearch } from '../../../server/search/reindex-search.ts'
import { search } from '../../../server/search/search.ts'
import { Vocabulary } from '../../../server/search-index/vocabulary.model.ts'
import { attachArtwork } from '../../../server/videos/advance-video.ts'
import { deleteVideo } from '../../../server/videos/delete-video.ts'
import { Video, type VideoDocument } from '../../../server/videos/video.model.ts'
import { removeVideo } from '../../../server/worker/remove-video.ts'
import { startDatabases, type TestDatabases } from '../../support/databases.ts'
import { publishedVideo, userActor } from '../../support/videos.ts'

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
  for (const model of [Video, CaptionSegment, Vocabulary]) await model.collection.deleteMany({})
})

const VTT = `WEBVTT

00:01.000 --> 00:03.000
Bees <i>dance</i> in the hive

00:03.000 --> 00:05.000
and they dance again
`

async function videoWithCaptions(vtt = VTT): Promise<VideoDocument> {
  const video = await publishedVideo(owner.userId)
  const objectKey = `artwork/${video.uuid}/captions-en.vtt`
  await getObjectStore().put(objectKey, Buffer.from(vtt), { contentType: 'text/vtt' })
  await attachArtwork(video._id.toHexString(), {
    captions: [{ language: 'en', label: 'English', objectKey }],
  })
  return video
}

async function spoken(q: string, actor = guest) {
  const { items } = await search(actor, { q, kind: 'captions', limit: 10 })
  return items.map((item) =>
    item.kind === 'caption' ? [item.caption.startSeconds, item.caption.text] : item,
  )
}

describe('what captions say', () => {
  it('is found from the second it is said, once the job that came with them has run', async () => {
    const video = await videoWithCaptions()
    const id = video._id.toHexString()
    expect(await spoken('dance')).toEqual([])
    await indexCaptions(id)
    expect(await spoken('dance')).toEqual([
      [1, 'Bees dance in the hive'],
      [3, 'and they dance again'],
    ])
    expect(await spoken('dance ag')).toEqual([[3, 'and they dance again']])
    expect((await Video.findById(id).lean<VideoDocument>())?.captionsUnindexedSince).toBeUndefined()
  })

  it('is there once, however often and however many at once the job runs', async () => {
    const video = await videoWithCaptions()
    const id = video._id.toHexString()
    await Promise.all([indexCaptions(id), indexCaptions(id), indexCaptions(id)])
    await indexCaptions(id)
    expect(await CaptionSegment.countDocuments({ videoId: id })).toBe(2)
  })

  it('is asked for again where a kill came between', async () => {
    const video = await videoWithCaptions()
    const asked: string[] = []
    const queue = getQueue()
    const add = queue.add.bind(queue)
    queue.add = async (name, payload, options) => {
      asked.push(`${name} ${JSON.stringify(payload)}`)
      return add(name, payload, options)
    }
    await reconcileCaptions(new Date(Date.now() + 1000))
    queue.add = add
    expect(asked).toEqual([`index-captions {"videoId":"${video._id.toHexString()}"}`])
  })

  it('is for those alone who may see the video, and goes with it', async () => {
    const video = await videoWithCaptions()
    const id = video._id.toHexString()
    await indexCaptions(id)
    await Video.updateOne({ _id: id }, { $set: { visibility: 'private' } })
    expect(await spoken('dance')).toEqual([])
    await deleteVideo(owner, id)
    await removeVideo(id)
    expect(await CaptionSegment.countDocuments({})).toBe(0)
    await indexCaptions(id)
    expect(await CaptionSegment.countDocuments({})).toBe(0)
  })

  it('does without a file that is no captions or is gone', async () => {
    const video = await videoWithCaptions('\0\0\0not captions')
    await indexCaptions(video._id.toHexString())
    await getObjectStore().remove(`artwork/${video.uuid}/captions-en.vtt`)
    await indexCaptions(video._id.toHexString())
    expect(await CaptionSegment.countDocuments({})).toBe(0)
  })
})

describe('what was written past the models', () => {
  it('gets its words, and then costs nothing', async () => {
    const video = await publishedVideo(owner.userId, { title: 'Bees in spring', description: '' })
    const mute = await publishedVideo(owner.userId, { title: '!!!', description: '' })
    await Video.collection.updateMany(
      { _id: { $in: [video._id, mute._id] } },
      { $unset: { searchTitle: 1, searchBody: 1 } },
    )
    await Vocabulary.collection.deleteMany({})
    const find = async () => (await search(guest, { q: 'bees', kind: 'videos', limit: 10 })).items.length
    expect(await find()).toBe(0)
    await reindexSearch()
    await reindexSearch()
    expect(await find()).toBe(1)
    expect(await Video.collection.countDocuments({ searchTitle: null as never })).toBe(0)
    const explained = JSON.stringify(
      await Video.collection.find({ searchTitle: null as never }).explain('queryPlanner'),
    )
    expect(explained).toContain('IXSCAN')
    expect(explained).not.toContain('COLLSCAN')
  })
})

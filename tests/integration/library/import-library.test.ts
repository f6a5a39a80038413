import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest'
import { accountMigrations } from '../../../server/accounts/migrations.ts'
import { closeObjectStore, getObjectStore } from '../../../server/adapters/object-store/index.ts'
import { closeQueue } from '../../../server/adapters/queue/index.ts'
import { auditMigrations } from '../../../server/audit/tables.ts'
import { systemActor } from '../../../server/accounts/actor.ts'
import { InvalidInput, Unavailable } from '../../../server/errors.ts'
import { findOwner } from '../../../server/library/find-owner.ts'
import { importLibrary } from '../../../server/library/import-library.ts'
import { readLibrary, type Library } from '../../../server/library/read-library.ts'
import { Topic } from '../../../server/topics/topic.model.ts'
import { updateTopic } from '../../../server/topics/upsert-topic.ts'
import { deleteVideo } from '../../../server/videos/delete-video.ts'
import { removeVideo } from '../../../server/videos/remove-video.ts'
import { updateVideo } from '../../../server/videos/update-video.ts'
import { Video } from '../../../server/videos/video.model.ts'
import { startDatabases, type TestDatabases } from '../../support/databases.ts'
import { makeTempDir } from '../../support/temp-dir.ts'

const MANIFEST = `
attribution: Somebody, CC BY 4.0
topics:
  - { combinedTopicName: signs/people, topicName: Signs, subTopicName: People, prerequisites: [signs/courtesy] }
  - { combinedTopicName: signs/courtesy, topicName: Signs, subTopicName: Courtesy }
videos:
  - { file: a/no.mkv, title: No, topic: signs/courtesy }
  - { file: a/yes.mkv, title: 'Yes', topic: signs/courtesy, attribution: Another }
  - { file: walk.mp4, title: Walk, visibility: private, clips: [{ title: Start, start: 0, end: 1 }] }
`
let databases: TestDatabases
let folder: Awaited<ReturnType<typeof makeTempDir>>
let library: Library
let ownerId: string

beforeAll(async () => {
  databases = await startDatabases({ ...accountMigrations, ...auditMigrations })
  folder = await makeTempDir('library')
  await mkdir(join(folder.path, 'a'))
  for (const name of ['a/no.mkv', 'a/yes.mkv', 'walk.mp4'])
    await writeFile(join(folder.path, name), `bytes of ${name}`)
  await writeFile(join(folder.path, 'library.yml'), MANIFEST)
  library = await readLibrary(folder.path)
  ownerId = (await findOwner()).id
})
afterAll(async () => {
  await closeQueue(0)
  await closeObjectStore()
  await folder.remove()
  await databases.stop()
})
beforeEach(async () => {
  await Video.deleteMany({})
  await Topic.deleteMany({})
})

const everything = async () => JSON.stringify([await Video.find().lean(), await Topic.find().lean()])

describe('importing a library', () => {
  it('brings in topics in any order and videos with their attribution', async () => {
    const result = await importLibrary(library, ownerId)
    expect(result).toMatchObject({ newTopics: 2, newVideos: 3 })
    const walk = await Video.findOne({ title: 'Walk' }).lean()
    expect(walk).toMatchObject({
      visibility: 'private',
      attribution: 'Somebody, CC BY 4.0',
      state: 'preparing',
    })
    expect((await Video.findOne({ title: 'Yes' }).lean())?.attribution).toBe('Another')
    const original = await getObjectStore().stat(walk!.source.objectKey)
    expect(original?.sizeBytes).toBe('bytes of walk.mp4'.length)
  })

  it('changes nothing the second time, not even what was edited since', async () => {
    await importLibrary(library, ownerId)
    const video = await Video.findOne({ title: 'No' }).orFail()
    await updateVideo(systemActor, video.id, { title: 'The sign for no' })
    const topic = await Topic.findOne({ combinedTopicName: 'signs/people' }).orFail()
    await updateTopic(topic.id, { description: 'Edited' })
    const before = await everything()
    expect(await importLibrary(library, ownerId)).toMatchObject({ newTopics: 0, newVideos: 0 })
    expect(await everything()).toBe(before)
  })

  it('continues where it was cut, wherever that was', async () => {
    for (let cut = 0; cut < 3; cut++) {
      await Video.deleteMany({})
      const store = getObjectStore()
      const put = store.put.bind(store)
      let count = 0
      const spy = vi.spyOn(store, 'put').mockImplementation(async (...args) => {
        if (count++ === cut) throw new Error('cut here')
        return put(...args)
      })
      await expect(importLibrary(library, ownerId)).rejects.toThrow('cut here')
      spy.mockRestore()
      expect(await Video.countDocuments({})).toBe(cut)
      expect((await importLibrary(library, ownerId)).newVideos).toBe(3 - cut)
      expect(await Video.countDocuments({})).toBe(3)
    }
    const keys: string[] = []
    for await (const { key } of getObjectStore().list('originals/')) keys.push(key)
    expect(keys).toHaveLength(3)
  })

  it('brings a deleted video back only when it is gone', async () => {
    const { videos } = await importLibrary(library, ownerId)
    const id = videos[0]!._id.toHexString()
    await deleteVideo(systemActor, id)
    await expect(importLibrary(library, ownerId)).rejects.toThrow(Unavailable)
    await removeVideo(id)
    expect((await importLibrary(library, ownerId)).newVideos).toBe(1)
  })

  it('refuses topics that are nowhere before anything is brought in', async () => {
    const wrong = { topics: [], videos: library.videos }
    await expect(importLibrary(wrong, ownerId)).rejects.toThrow(InvalidInput)
    expect(await Video.countDocuments({})).toBe(0)
  })
})

import { Types, type PipelineStage } from 'mongoose'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import type { SearchKind, SearchResult } from '#shared/search'
import type { Actor } from '../../../server/accounts/actor.ts'
import { User } from '../../../server/accounts/user.model.ts'
import { closeObjectStore } from '../../../server/adapters/object-store/index.ts'
import { closeQueue } from '../../../server/adapters/queue/index.ts'
import { auditMigrations } from '../../../server/audit/tables.ts'
import { Clip } from '../../../server/clips/clip.model.ts'
import { InvalidInput } from '../../../server/errors.ts'
import { Relationship } from '../../../server/relationships/relationship.model.ts'
import { dropViewerScope } from '../../../server/relationships/viewer-scope.ts'
import { Vocabulary } from '../../../server/search-index/vocabulary.model.ts'
import { CaptionSegment } from '../../../server/search/caption-segment.model.ts'
import { search } from '../../../server/search/search.ts'
import { suggest } from '../../../server/search/suggest.ts'
import { Topic } from '../../../server/topics/topic.model.ts'
import { upsertTopic } from '../../../server/topics/upsert-topic.ts'
import { deleteVideo } from '../../../server/videos/delete-video.ts'
import { updateVideo } from '../../../server/videos/update-video.ts'
import { Video, type VideoDocument } from '../../../server/videos/video.model.ts'
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
  for (const model of [Video, Clip, Topic, User, Vocabulary, CaptionSegment, Relationship]) {
    await model.collection.deleteMany({})
  }
})

const titleOf = (result: SearchResult) => {
  switch (result.kind) {
    case 'video':
      return result.video.title
    case 'clip':
      return result.clip.title
    case 'topic':
      return result.topic.combinedTopicName
    case 'person':
      return result.person.username
    case 'caption':
      return result.caption.text
  }
}

async function found(q: string, kind: SearchKind = 'videos', actor: Actor = guest): Promise<string[]> {
  return (await search(actor, { q, kind, limit: 24 })).items.map(titleOf)
}

const video = (title: string, description = '', change: Partial<VideoDocument> = {}) =>
  publishedVideo(owner.userId, { title, description }).then(async (made) => {
    if (Object.keys(change).length > 0) await Video.updateOne({ _id: made._id }, { $set: change })
    return made
  })

async function person(username: string, firstName: string, lastName: string) {
  return User.create({
    username,
    firstName,
    lastName,
    email: `${username}@example.org`,
    registrationDate: new Date(),
  })
}

describe('search', () => {
  it('takes all words literally, without case or accents, the last one also unfinished', async () => {
    await video('Żółta łódź in spring')
    expect(await found('zolta lodz')).toEqual(['Żółta łódź in spring'])
    expect(await found('ŁÓDŹ spr')).toEqual(['Żółta łódź in spring'])
    expect(await found('spr łódź')).toEqual([])
    expect(await found('"łódź" -spring')).toEqual(['Żółta łódź in spring'])
    for (const hostile of ['.*', '$where', '{"$gt":""}', '-lodz autumn', '(lodz)?x', '\\', '^']) {
      expect(await found(hostile)).toEqual([])
    }
  })

  it('gives titles before descriptions, whole words before beginnings, then what is watched and new', async () => {
    await video('Other', 'about beekeepers')
    await video('Another', 'about a bee')
    await video('Beekeepers of Kent')
    await video('A bee, seen often', '', { viewCount: 1000 })
    await video('Bee, the newest')
    expect(await found('bee')).toEqual([
      'A bee, seen often',
      'Bee, the newest',
      'Beekeepers of Kent',
      'Another',
      'Other',
    ])
  })

  it('finds words of the title and the description together', async () => {
    await video('Verbs of motion', 'Polish for beginners')
    expect(await found('polish verbs')).toEqual(['Verbs of motion'])
    expect(await found('polish nouns')).toEqual([])
  })

  it('finds what is written without spaces', async () => {
    await video('日本語を学ぶ')
    for (const question of ['日本', '本語', '語', '学', '日本語']) {
      expect(await found(question)).toEqual(['日本語を学ぶ'])
    }
    expect(await found('日語')).toEqual([])
  })

  it('follows a change of the title at once', async () => {
    const made = await video('Ants')
    await updateVideo(owner, made._id.toHexString(), { title: 'Wasps' })
    expect(await found('ants')).toEqual([])
    expect(await found('wasps')).toEqual(['Wasps'])
  })

  it('shows nobody what is private, deleted, not ready, or turned off by preference', async () => {
    await video('Bees private', '', { visibility: 'private' })
    await video('Bees early', '', { state: 'preparing' })
    await video('Bees nsfw', '', { isNsfw: true })
    const gone = await video('Bees gone')
    await deleteVideo(owner, gone._id.toHexString())
    await video('Bees open')
    for (const actor of [guest, userActor(), owner])
      expect(await found('bees', 'all', actor)).toEqual(['Bees open'])
    const adult = await person('adult', 'Ada', 'Adult')
    await User.updateOne({ _id: adult._id }, { $set: { preferences: { showNsfw: true } } })
    const actor = userActor('viewer', adult._id.toHexString())
    expect(await found('bees', 'videos', actor)).toEqual(['Bees open', 'Bees nsfw'])
  })

  it('hides from each other those of whom one blocked the other', async () => {
    const [maria, jan] = [await person('maria', 'Maria', 'Silva'), await person('jan', 'Jan', 'Silva')]
    await publishedVideo(maria._id.toHexString(), { title: 'Bees of Maria' })
    await Relationship.create({
      fromUserID: maria._id,
      toUserID: jan._id,
      status: 'blocked',
      initiatedDate: new Date(),
      updatedDate: new Date(),
    })
    dropViewerScope(maria._id.toHexString(), jan._id.toHexString())
    const asJan = userActor('viewer', jan._id.toHexString())
    expect(await found('silva', 'people', asJan)).toEqual(['jan'])
    expect(await found('bees', 'all', asJan)).toEqual([])
    expect((await found('silva', 'people')).sort()).toEqual(['jan', 'maria'])
    expect(await suggest(asJan, 'mar')).toEqual([])
  })

  it('goes on to lesser matches where those that came first are hidden from the reader', async () => {
    const [maria, jan] = [await person('maria', 'Maria', 'Silva'), await person('jan', 'Jan', 'Silva')]
    for (let place = 0; place < 9; place++)
      await publishedVideo(maria._id.toHexString(), { title: `Bees ${place}` })
    await video('Honey', 'Of bees, and how they dance')
    await Relationship.create({
      fromUserID: maria._id,
      toUserID: jan._id,
      status: 'blocked',
      initiatedDate: new Date(),
      updatedDate: new Date(),
    })
    dropViewerScope(maria._id.toHexString(), jan._id.toHexString())
    expect(await found('bees', 'all', userActor('viewer', jan._id.toHexString()))).toEqual(['Honey'])
    expect(await found('bees', 'all')).toHaveLength(8)
    expect(await found('bees', 'all')).not.toContain('Honey')
  })

  it('finds people by name and username, topics by name and description', async () => {
    await person('silver-fox', 'Maria', 'Żak')
    expect(await found('zak', 'people')).toEqual(['silver-fox'])
    expect(await found('silver f', 'people')).toEqual(['silver-fox'])
    expect(await found('example.org', 'people')).toEqual([])
    await upsertTopic({
      combinedTopicName: 'languages/polish',
      topicName: 'Languages',
      subTopicName: 'Polish',
      description: 'Verbs and cases',
      thumbnailURL: '',
      prerequisites: [],
    })
    expect(await found('polish', 'topics')).toEqual(['languages/polish'])
    expect(await found('cases', 'topics')).toEqual(['languages/polish'])
  })

  it('finds clips, and drops those whose video went private', async () => {
    const parent = await video('Parent')
    await Clip.create({
      videoId: parent._id,
      title: 'How bees dance',
      uploadDate: new Date(),
      uploader: new Types.ObjectId(owner.userId),
      duration: 4,
      startSeconds: 0,
      endSeconds: 4,
      isListed: true,
    })
    expect(await found('dance', 'clips')).toEqual(['How bees dance'])
    await Video.updateOne({ _id: parent._id }, { $set: { visibility: 'private' } })
    expect(await found('dance', 'clips')).toEqual([])
    expect(await found('dance', 'clips', owner)).toEqual([])
  })

  it('gives every match once over the pages, whatever comes in between', async () => {
    await Promise.all(
      Array.from({ length: 130 }, (_, index) =>
        video(index % 3 ? `Bees ${index}` : `Other ${index}`, index % 3 ? '' : 'bees', {
          viewCount: index % 7,
        }),
      ),
    )
    await Promise.all(
      Array.from({ length: 10 }, (_, index) => video(`Bees hidden ${index}`, '', { visibility: 'private' })),
    )
    const standing = (await Video.find({ visibility: 'public' }).lean<VideoDocument[]>()).map(
      ({ title }) => title,
    )
    const seen: string[] = []
    let cursor: string | undefined
    let pages = 0
    do {
      const page = await search(guest, { q: 'bees', kind: 'videos', limit: 20, cursor })
      seen.push(...page.items.map(titleOf))
      cursor = page.nextCursor ?? undefined
      if (cursor) expect(page.items).toHaveLength(20)
      await video(`Bees new ${pages++}`)
    } while (cursor)
    expect(new Set(seen).size).toBe(seen.length)
    expect(seen).toEqual(expect.arrayContaining(standing))
  })

  it('refuses a cursor that no search gave', async () => {
    await expect(search(guest, { q: 'bees', kind: 'videos', limit: 2, cursor: 'bm9wZQ' })).rejects.toThrow(
      InvalidInput,
    )
  })

  it('suggests where to go', async () => {
    const made = await video('Bees in spring')
    expect(await suggest(guest, 'bee')).toEqual([
      { kind: 'video', text: 'Bees in spring', url: `/watch/${made._id.toHexString()}` },
    ])
    expect(await suggest(guest, '$')).toEqual([])
  })

  it('reads only by index, in the order of the index', async () => {
    await Promise.all(
      Array.from({ length: 30 }, (_, index) => video(`Bees ${index} buzz`, `beehive ${index}`)),
    )
    const plans: string[] = []
    const aggregate = Video.aggregate.bind(Video)
    try {
      Video.aggregate = ((pipeline: PipelineStage[]) => {
        plans.push(JSON.stringify(pipeline))
        return aggregate(pipeline)
      }) as typeof Video.aggregate
      for (const q of ['bees', 'bees buzz', 'bees b', 'b', 'beehive']) {
        await search(guest, { q, kind: 'videos', limit: 5 })
        const page = await search(guest, { q, kind: 'videos', limit: 24 })
        if (page.nextCursor) await search(guest, { q, kind: 'videos', limit: 24, cursor: page.nextCursor })
      }
    } finally {
      Video.aggregate = aggregate
    }
    expect(plans.length).toBeGreaterThan(5)
    for (const pipeline of plans) {
      const stages = (JSON.parse(pipeline) as PipelineStage[]).slice(0, 3)
      const explained = JSON.stringify(await aggregate(restoreIds(stages)).explain('queryPlanner'))
      const winning = /"winningPlan":(.*?),"rejectedPlans"/.exec(explained)?.[1] ?? explained
      expect(winning).toContain('IXSCAN')
      expect(winning).not.toMatch(/COLLSCAN|"stage":"SORT"/)
    }
  })
})

function restoreIds(pipeline: PipelineStage[]): PipelineStage[] {
  return JSON.parse(JSON.stringify(pipeline), (key, value: unknown) =>
    key === '$lte' && typeof value === 'string' ? new Types.ObjectId(value) : value,
  ) as PipelineStage[]
}

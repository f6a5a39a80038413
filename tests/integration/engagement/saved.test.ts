import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { SavedPage } from '#shared/saved'
import '../../../server/all-models.ts'
import { accountMigrations } from '../../../server/accounts/migrations.ts'
import { closeLiveCache } from '../../../server/adapters/live-cache/index.ts'
import { closeObjectStore } from '../../../server/adapters/object-store/index.ts'
import { closeQueue } from '../../../server/adapters/queue/index.ts'
import { auditMigrations } from '../../../server/audit/tables.ts'
import { Engagement } from '../../../server/engagement/engagement.model.ts'
import { eraseEngagementsBy, exportEngagementsBy } from '../../../server/engagement/personal-engagement.ts'
import { reconcileEngagements } from '../../../server/engagement/reconcile-engagements.ts'
import { Video } from '../../../server/videos/video.model.ts'
import { removeVideo } from '../../../server/worker/remove-video.ts'
import { startDatabases, type TestDatabases } from '../../support/databases.ts'
import { publishedClips } from '../../support/feed.ts'
import { guestClient } from '../../support/guests.ts'
import { makeMember, type TestMember } from '../../support/people.ts'
import { serveEndpoints, type ServedEndpoints } from '../../support/serve-endpoints.ts'

let databases: TestDatabases
let server: ServedEndpoints
let creator: TestMember
let viewer: TestMember
let other: TestMember
let videoId: string
let clipIds: string[]

beforeAll(async () => {
  databases = await startDatabases({ ...accountMigrations, ...auditMigrations }, { RATE_LIMIT_SCALE: '1000' })
  server = await serveEndpoints([
    '/api/saved',
    '/api/clips',
    '/api/videos',
    '/api/relationships',
    '/api/me/preferences',
  ])
})
beforeEach(async () => {
  const people = await Promise.all([0, 1, 2].map(() => makeMember(server.url)))
  ;[creator, viewer, other] = people as [TestMember, TestMember, TestMember]
  ;({ videoId, clipIds } = await publishedClips(creator.userId, [null, null]))
})
afterAll(async () => {
  await server.stop()
  await closeQueue(0)
  await closeLiveCache()
  await closeObjectStore()
  await databases.stop()
})

const put = (kind: string, id: string, person = viewer) => person.put(`/api/saved/${kind}/${id}`)
const savedIds = async (person = viewer) => {
  const { json } = await person.get('/api/saved')
  return SavedPage.parse(json).items.map(({ item }) => item.id)
}

describe('saving', () => {
  it('is once however often, shows on the item for its owner alone, and counts nowhere', async () => {
    await Promise.all([0, 1, 2].map(() => put('clip', clipIds[0]!)))
    expect((await put('video', videoId)).status).toBe(204)
    expect(await Engagement.countDocuments({ userId: viewer.userId, kind: 'save' })).toBe(2)
    for (const path of [`/api/clips/${clipIds[0]}`, `/api/videos/${videoId}`]) {
      expect((await viewer.get(path)).json).toMatchObject({ isSaved: true, likeCount: 0, myReaction: null })
      expect((await other.get(path)).json).toMatchObject({ isSaved: false })
    }
    await viewer.post(`/api/clips/${clipIds[0]}/like`)
    expect((await viewer.get(`/api/clips/${clipIds[0]}`)).json).toMatchObject({ isSaved: true, myReaction: 'like' }) // prettier-ignore
    await viewer.delete(`/api/saved/clip/${clipIds[0]}`)
    expect((await viewer.delete(`/api/saved/clip/${clipIds[0]}`)).status).toBe(204)
    expect((await viewer.get(`/api/clips/${clipIds[0]}`)).json).toMatchObject({ isSaved: false, myReaction: 'like' }) // prettier-ignore
  })

  it('is refused to guests and for what one may not know of', async () => {
    const guest = await guestClient(server.url)
    expect((await guest.put(`/api/saved/video/${videoId}`)).status).toBe(401)
    await Video.updateOne({ _id: videoId }, { $set: { visibility: 'private' } })
    expect((await put('video', videoId)).status).toBe(404)
    expect((await put('clip', clipIds[0]!)).status).toBe(404)
    expect((await put('comment', clipIds[0]!)).status).toBe(400)
  })
})

describe('the list of what was saved', () => {
  it('is of one person, saved last first, page after page', async () => {
    for (const id of clipIds) await put('clip', id)
    await put('video', videoId)
    expect(await savedIds()).toEqual([videoId, clipIds[1], clipIds[0]])
    expect(await savedIds(other)).toEqual([])
    const first = SavedPage.parse((await viewer.get('/api/saved?limit=2')).json)
    const second = SavedPage.parse((await viewer.get(`/api/saved?limit=2&cursor=${first.nextCursor}`)).json)
    expect(second.items.map(({ item }) => item.id)).toEqual([clipIds[0]])
    expect(second.nextCursor).toBeNull()
  })

  it('leaves out what is private by now, turned off, or of somebody hidden', async () => {
    await put('clip', clipIds[0]!)
    await put('video', videoId)
    await Video.updateOne({ _id: videoId }, { $set: { isNsfw: true } })
    const { json } = await viewer.get('/api/me/preferences')
    await viewer.put('/api/me/preferences', { ...(json as object), showNsfw: false })
    expect(await savedIds()).toEqual([])
    await viewer.put('/api/me/preferences', { ...(json as object), showNsfw: true })
    expect(await savedIds()).toHaveLength(2)
    await Video.updateOne({ _id: videoId }, { $set: { visibility: 'private' } })
    expect(await savedIds()).toEqual([])
    await Video.updateOne({ _id: videoId }, { $set: { visibility: 'public' } })
    await viewer.post('/api/relationships', { username: creator.username, action: 'block' })
    expect(await savedIds()).toEqual([])
  })
})

describe('what was saved', () => {
  const rows = () => Engagement.countDocuments({ kind: 'save', userId: viewer.userId })

  it('is exported with its owner and goes with them', async () => {
    await put('clip', clipIds[0]!)
    const exported: object[] = []
    for await (const row of exportEngagementsBy(viewer.userId)) exported.push(row)
    expect(exported).toMatchObject([{ kind: 'save', targetKind: 'clip' }])
    expect(await reconcileEngagements()).toBe(0)
    await eraseEngagementsBy(viewer.userId)
    expect(await rows()).toBe(0)
  })

  it('goes with its video', async () => {
    await put('clip', clipIds[0]!)
    await put('video', videoId)
    await Video.updateOne({ _id: videoId }, { $set: { deletedAt: new Date() } })
    await removeVideo(videoId)
    expect(await rows()).toBe(0)
  })
})

import { Types } from 'mongoose'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { accountMigrations } from '../../../server/accounts/migrations.ts'
import { closeLiveCache } from '../../../server/adapters/live-cache/index.ts'
import { closeObjectStore } from '../../../server/adapters/object-store/index.ts'
import { closeQueue } from '../../../server/adapters/queue/index.ts'
import '../../../server/all-models.ts'
import { auditMigrations } from '../../../server/audit/tables.ts'
import { Clip } from '../../../server/clips/clip.model.ts'
import { Notification } from '../../../server/notifications/notification.model.ts'
import { eraseSharesBy, exportSharesBy } from '../../../server/sharing/personal-sharing.ts'
import { removeSharesOf, removeSharesOfClip } from '../../../server/sharing/remove-shares.ts'
import { Share } from '../../../server/sharing/share.model.ts'
import { Video } from '../../../server/videos/video.model.ts'
import { startDatabases, type TestDatabases } from '../../support/databases.ts'
import { connect, makeMember, type TestMember } from '../../support/people.ts'
import { serveEndpoints, type ServedEndpoints } from '../../support/serve-endpoints.ts'
import { publishedVideo } from '../../support/videos.ts'

let databases: TestDatabases
let server: ServedEndpoints
let ada: TestMember
let ben: TestMember
let eve: TestMember
let videoId: string

beforeAll(async () => {
  databases = await startDatabases({ ...accountMigrations, ...auditMigrations }, { RATE_LIMIT_SCALE: '100' })
  server = await serveEndpoints(['/api/relationships', '/api/shares'])
})
afterAll(async () => {
  await server.stop()
  await closeQueue(0)
  await closeLiveCache()
  await closeObjectStore()
  await databases.stop()
})
beforeEach(async () => {
  await Promise.all([Share.deleteMany({}), Notification.deleteMany({}), Video.deleteMany({})])
  ;[ada, ben, eve] = [await makeMember(server.url), await makeMember(server.url), await makeMember(server.url)]
  await connect(ada, ben)
  videoId = (await publishedVideo(eve.userId))._id.toHexString()
}) // prettier-ignore

const share = (from: TestMember, to: TestMember, more: object = {}) =>
  from.post('/api/shares', { username: to.username, videoId, message: 'Look at this', ...more })
const shared = async (who: TestMember) => (await who.get('/api/shares')).json.items

async function makeClip(): Promise<string> {
  const clip = await Clip.create({
    videoId: new Types.ObjectId(videoId),
    title: 'A bee',
    uploadDate: new Date(),
    uploader: new Types.ObjectId(eve.userId),
    duration: 2,
    startSeconds: 1,
    endSeconds: 3,
    isListed: true,
  })
  return clip._id.toHexString()
}

describe('sharing', () => {
  it('shows a connection what was sent, and tells them', async () => {
    const sent = await share(ada, ben)
    expect(sent.status).toBe(201)
    const [got] = await shared(ben)
    expect(got).toMatchObject({
      id: sent.json.id,
      message: 'Look at this',
      from: { username: ada.username },
      video: { id: videoId },
      clip: null,
    })
    expect(await Notification.find({ userId: ben.userId })).toMatchObject([{ kind: 'share' }])
    expect(await shared(ada)).toEqual([])
  })

  it('reaches connections alone; others answer as missing people do', async () => {
    const [stranger, missing] = await Promise.all([
      share(ada, eve),
      ada.post('/api/shares', { username: 'nobody-here', videoId }),
    ])
    expect([stranger.status, missing.status]).toEqual([404, 404])
    expect(stranger.json.error.message).toBe(missing.json.error.message)
    await ben.post('/api/relationships', { username: ada.username, action: 'block' })
    expect((await share(ada, ben)).status).toBe(404)
    expect((await share(ben, ada)).status).toBe(404)
    expect(await Share.countDocuments({})).toBe(0)
  })

  it('takes a clip as well, and exactly one of the two', async () => {
    const clipId = await makeClip()
    expect((await share(ada, ben, { videoId: undefined, clipId })).status).toBe(201)
    expect(await shared(ben)).toMatchObject([{ video: null, clip: { id: clipId, videoId } }])
    for (const [status, wrong] of [
      [400, { clipId }],
      [400, { videoId: undefined }],
      [422, { fromUserId: eve.userId }],
    ] as const) {
      expect((await share(ada, ben, wrong)).status).toBe(status)
    }
    expect((await share(ada, ben, { videoId: { $gt: '' } })).status).toBe(400)
  })

  it('is for what both may see', async () => {
    const secret = (await publishedVideo(ada.userId, { visibility: 'private' }))._id.toHexString()
    expect((await share(ada, ben, { videoId: secret })).status).toBe(409)
    expect((await share(ben, ada, { videoId: secret })).status).toBe(404)
    await share(ada, ben)
    await Video.updateOne({ _id: videoId }, { $set: { visibility: 'private' } })
    expect(await shared(ben)).toEqual([])
  })

  it('tells nothing of a block between the one who gets it and the creator', async () => {
    await ben.post('/api/relationships', { username: eve.username, action: 'block' })
    expect((await share(ada, ben)).status).toBe(201)
    expect(await shared(ben)).toEqual([])
  })

  it('leaves out what its reader turned off', async () => {
    await share(ada, ben)
    await Video.updateOne({ _id: videoId }, { $set: { isNsfw: true } })
    expect(await shared(ben)).toEqual([])
  })

  it('keeps one row of the same thing, however often and however close together it is sent', async () => {
    const answers = await Promise.all(Array.from({ length: 8 }, () => share(ada, ben)))
    expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([201]))
    await share(ada, ben, { message: 'Again' })
    expect(await shared(ben)).toMatchObject([{ message: 'Again' }])
    expect(await Notification.countDocuments({ userId: ben.userId })).toBe(1)
  })

  it('is removed by either of the two, and by nobody else', async () => {
    const { json: first } = await share(ada, ben)
    expect((await eve.delete(`/api/shares/${first.id}`)).status).toBe(404)
    expect((await ben.delete(`/api/shares/${first.id}`)).status).toBe(204)
    const { json: second } = await share(ada, ben)
    expect((await ada.delete(`/api/shares/${second.id}`)).status).toBe(204)
    expect(await shared(ben)).toEqual([])
    expect(await Notification.countDocuments({ userId: ben.userId })).toBe(0)
  })

  it('goes with the video, the clip, or either person', async () => {
    const clipId = await makeClip()
    await share(ada, ben)
    await share(ada, ben, { videoId: undefined, clipId })
    const exported: object[] = []
    for await (const each of exportSharesBy(ben.userId)) exported.push(each)
    expect(exported).toHaveLength(2)
    expect(exported).toContainEqual(
      expect.objectContaining({ from: ada.username, to: ben.username, videoId, clipId: null }),
    )
    expect(exported).toContainEqual(expect.objectContaining({ clipId }))
    await removeSharesOfClip(clipId)
    expect(await Share.countDocuments({})).toBe(1)
    await removeSharesOf(videoId)
    expect(await Share.countDocuments({})).toBe(0)
    await share(ada, ben)
    await eraseSharesBy(ben.userId)
    expect(await Share.countDocuments({})).toBe(0)
  })

  it('comes in pages', async () => {
    for (let index = 0; index < 3; index++) {
      const id = (await publishedVideo(eve.userId))._id.toHexString()
      await share(ada, ben, { videoId: id })
    }
    const first = (await ben.get('/api/shares?limit=2')).json
    const second = (await ben.get(`/api/shares?limit=2&cursor=${first.nextCursor}`)).json
    expect([first.items.length, second.items.length, second.nextCursor]).toEqual([2, 1, null])
    expect((await ben.get('/api/shares?cursor=bm9wZQ')).status).toBe(400)
  })
})

import { Types } from 'mongoose'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { DEFAULT_PREFERENCES } from '#shared/default-preferences'
import { accountMigrations } from '../../../server/accounts/migrations.ts'
import { closeLiveCache } from '../../../server/adapters/live-cache/index.ts'
import { closeObjectStore } from '../../../server/adapters/object-store/index.ts'
import { closeQueue } from '../../../server/adapters/queue/index.ts'
import '../../../server/all-models.ts'
import { auditMigrations } from '../../../server/audit/tables.ts'
import { Clip } from '../../../server/clips/clip.model.ts'
import { Video } from '../../../server/videos/video.model.ts'
import { startDatabases, type TestDatabases } from '../../support/databases.ts'
import { guestClient } from '../../support/guests.ts'
import { makeMember, type TestMember } from '../../support/people.ts'
import { serveEndpoints, type ServedEndpoints } from '../../support/serve-endpoints.ts'
import { publishedVideo } from '../../support/videos.ts'

let databases: TestDatabases
let server: ServedEndpoints
let ada: TestMember
let ben: TestMember
let eve: TestMember

beforeAll(async () => {
  databases = await startDatabases({ ...accountMigrations, ...auditMigrations }, { RATE_LIMIT_SCALE: '100' })
  server = await serveEndpoints(['/api/relationships', '/api/users', '/api/videos', '/api/me/preferences'])
})
afterAll(async () => {
  await server.stop()
  await closeQueue(0)
  await closeLiveCache()
  await closeObjectStore()
  await databases.stop()
})
beforeEach(async () => {
  ;[ada, ben, eve] = [await makeMember(server.url), await makeMember(server.url), await makeMember(server.url)]
}) // prettier-ignore

const profile = async (who: TestMember, of: TestMember) => who.get(`/api/users/${of.username}`)
const names = async (who: TestMember, of: TestMember, list: string) =>
  (await who.get(`/api/users/${of.username}/${list}`)).json.items.map(
    (person: { username: string }) => person.username,
  )

describe('a profile', () => {
  it('shows who somebody is and what they made, to guests too', async () => {
    const video = await publishedVideo(ada.userId)
    await publishedVideo(ada.userId, { visibility: 'private' })
    await Clip.create({
      videoId: video._id,
      title: 'A bee',
      uploadDate: new Date(),
      uploader: new Types.ObjectId(ada.userId),
      duration: 2,
      startSeconds: 1,
      endSeconds: 3,
      isListed: true,
    })
    const guest = await guestClient(server.url)
    const { status, json } = await guest.get(`/api/users/${ada.username.toUpperCase()}`)
    expect(status).toBe(200)
    expect(json).toMatchObject({
      id: ada.userId,
      username: ada.username,
      bio: 'Likes bees.',
      videoCount: 1,
      clipCount: 1,
      followerCount: 0,
      followingCount: 0,
      connection: null,
      isMe: false,
    })
    expect(Object.keys(json)).not.toContain('email')
    expect((await guest.get(`/api/users/${ada.username}/videos`)).json.items).toHaveLength(1)
    expect((await guest.get(`/api/users/${ada.username}/clips`)).json.items).toHaveLength(1)
    expect((await profile(ada, ada)).json).toMatchObject({ isMe: true, connection: null })
    expect((await profile(ben, ada)).json.connection).toEqual({
      state: 'none',
      relationshipId: null,
      isFollowing: false,
    })
  })

  it('asks for a session, and knows nobody by a wrong name', async () => {
    expect((await fetch(`${server.url}/api/users/${ada.username}`)).status).toBe(401)
    expect((await ada.get('/api/users/nobody-here')).status).toBe(404)
    expect((await ada.get('/api/users/%7B%22$gt%22:%22%22%7D')).status).toBe(400)
    expect((await ada.get(`/api/users/${ben.username}?isAdmin=1`)).status).toBeLessThan(500)
  })
})

describe('content preferences', () => {
  it('bite in the very next list', async () => {
    const video = await publishedVideo(ada.userId)
    await Video.updateOne({ _id: video._id }, { $set: { isNsfw: true } })
    const seen = async () => (await ben.get(`/api/users/${ada.username}/videos`)).json.items.length
    expect(await seen()).toBe(0)
    const saved = await ben.put('/api/me/preferences', { ...DEFAULT_PREFERENCES, showNsfw: true })
    expect(saved.status).toBe(200)
    expect(await seen()).toBe(1)
  })
})

describe('following', () => {
  it('counts each once, lists both sides, and may be done twice', async () => {
    const path = `/api/users/${ada.username}/follow`
    expect((await ben.post(path)).json).toEqual({ isFollowing: true, followerCount: 1 })
    expect((await ben.post(path)).json).toEqual({ isFollowing: true, followerCount: 1 })
    expect((await eve.post(path)).json.followerCount).toBe(2)
    expect(await names(ada, ada, 'followers')).toEqual([eve.username, ben.username])
    expect(await names(ada, ben, 'following')).toEqual([ada.username])
    expect((await profile(ben, ada)).json).toMatchObject({
      followerCount: 2,
      connection: { isFollowing: true },
    })
    expect((await profile(ada, ben)).json.followingCount).toBe(1)
    expect((await ben.delete(path)).json).toEqual({ isFollowing: false, followerCount: 1 })
    expect((await ben.delete(path)).json).toEqual({ isFollowing: false, followerCount: 1 })
    expect((await ada.post(path)).status).toBe(422)
  })

  it('shows lists page by page', async () => {
    for (const who of [ben, eve]) await who.post(`/api/users/${ada.username}/follow`)
    const first = (await ben.get(`/api/users/${ada.username}/followers?limit=1`)).json
    expect(first.items).toHaveLength(1)
    const rest = await ben.get(`/api/users/${ada.username}/followers?limit=1&cursor=${first.nextCursor}`)
    expect(rest.json.items.map((person: { username: string }) => person.username)).toEqual([ben.username])
  })
})

describe('a block', () => {
  it('hides each from the other in profiles, lists of people and videos', async () => {
    const [mine, theirs] = [await publishedVideo(ada.userId), await publishedVideo(ben.userId)]
    for (const who of [ada, ben]) await who.post(`/api/users/${eve.username}/follow`)
    await ada.post('/api/relationships', { username: ben.username, action: 'block' })

    expect((await profile(ben, ada)).status).toBe(404)
    for (const [who, other, video] of [
      [ada, ben, theirs],
      [ben, ada, mine],
    ] as const) {
      expect((await who.get(`/api/videos/${video._id}`)).status).toBe(404)
      const listed = (await who.get('/api/videos?limit=100')).json.items
      expect(listed.filter((item: { id: string }) => item.id === video._id.toString())).toEqual([])
      expect(await names(who, eve, 'followers')).toEqual([who.username])
      for (const list of ['videos', 'clips', 'followers', 'following']) {
        expect((await who.get(`/api/users/${other.username}/${list}`)).status).toBe(404)
      }
    }
    expect(await names(eve, eve, 'followers')).toEqual([ben.username, ada.username])
  })

  it('leaves its maker the name alone, so that it can be taken back', async () => {
    await publishedVideo(ben.userId)
    const { json: row } = await ada.post('/api/relationships', { username: ben.username, action: 'block' })
    expect((await profile(ada, ben)).json).toMatchObject({
      username: ben.username,
      bio: '',
      videoCount: 0,
      connection: { state: 'blocked', relationshipId: row.id },
    })
  })
})

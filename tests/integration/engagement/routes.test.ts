import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import '../../../server/all-models.ts'
import { accountMigrations } from '../../../server/accounts/migrations.ts'
import { closeLiveCache } from '../../../server/adapters/live-cache/index.ts'
import { closeObjectStore } from '../../../server/adapters/object-store/index.ts'
import { closeQueue } from '../../../server/adapters/queue/index.ts'
import { auditMigrations } from '../../../server/audit/tables.ts'
import { createClip } from '../../../server/clips/create-clip.ts'
import { updateVideo } from '../../../server/videos/update-video.ts'
import { enter } from '../../support/accounts.ts'
import { BrowserClient } from '../../support/browser-client.ts'
import { startDatabases, type TestDatabases } from '../../support/databases.ts'
import { guestClient } from '../../support/guests.ts'
import { serveEndpoints, type ServedEndpoints } from '../../support/serve-endpoints.ts'
import { publishedVideo, userActor } from '../../support/videos.ts'

let databases: TestDatabases
let server: ServedEndpoints
let creator: BrowserClient
let viewer: BrowserClient
let guest: BrowserClient
let creatorId: string
let viewerId: string
let videoId: string
let clipId: string

beforeAll(async () => {
  databases = await startDatabases({ ...accountMigrations, ...auditMigrations }, { RATE_LIMIT_SCALE: '100' })
  server = await serveEndpoints(['/api/auth', '/api/me', '/api/videos', '/api/clips'])
  // the first account is the admin, who sees more than others
  const people = [0, 1, 2].map(() => new BrowserClient(server.url))
  for (const person of people) await enter(person, databases.dataDir)
  creator = people[1]!
  viewer = people[2]!
  creatorId = (await creator.get('/api/me')).json.id
  viewerId = (await viewer.get('/api/me')).json.id
  guest = await guestClient(server.url)
  const video = await publishedVideo(creatorId)
  videoId = video._id.toHexString()
  const clip = await createClip(userActor('viewer', creatorId), videoId, {
    title: 'A clip',
    description: '',
    startSeconds: 1,
    endSeconds: 5,
  })
  clipId = clip._id.toHexString()
})
afterAll(async () => {
  await server.stop()
  await closeQueue(0)
  await closeLiveCache()
  await closeObjectStore()
  await databases.stop()
})

describe.each(['videos', 'clips'] as const)('engaging with %s', (things) => {
  const path = (rest = '') => `/api/${things}/${things === 'videos' ? videoId : clipId}${rest}`

  it('likes, dislikes and takes back, and shows it on the item', async () => {
    const liked = await viewer.post(path('/like'))
    expect(liked.json).toEqual({ viewCount: 0, likeCount: 1, dislikeCount: 0, myReaction: 'like' })
    expect((await viewer.post(path('/like'))).json.likeCount).toBe(1)
    expect((await viewer.delete(path('/dislike'))).json).toMatchObject({ likeCount: 1, myReaction: 'like' })
    expect((await viewer.get(path())).json).toMatchObject({
      likes: [viewerId],
      myReaction: 'like',
      likeCount: 1,
    })
    expect((await creator.get(path())).json).toMatchObject({ likes: [viewerId], myReaction: null })
    const list = await viewer.get(`/api/${things}`)
    expect(list.json.items[0]).toMatchObject({ myReaction: 'like', likes: [], likeCount: 1 })
    expect((await viewer.post(path('/dislike'))).json).toMatchObject({ likeCount: 0, dislikeCount: 1 })
    expect((await viewer.delete(path('/dislike'))).json).toMatchObject({ dislikeCount: 0, myReaction: null })
  })

  it('shows who liked to everybody, who viewed or disliked to the creator and to oneself', async () => {
    await viewer.post(path('/dislike'))
    await viewer.post(path('/view'), { secondsWatched: 3 })
    await creator.post(path('/like'))
    const ids = async (client: BrowserClient, kind: string) =>
      (await client.get(path(`/${kind}`))).json.items.map((item: { user: { id: string } }) => item.user.id)
    expect(await ids(guest, 'likes')).toEqual([creatorId])
    for (const kind of ['views', 'dislikes']) {
      expect(await ids(guest, kind)).toEqual([])
      expect(await ids(viewer, kind)).toEqual([viewerId])
      expect(await ids(creator, kind)).toEqual([viewerId])
    }
    const shown = { likes: [creatorId], views: [viewerId], dislikes: [viewerId] }
    expect((await viewer.get(path())).json).toMatchObject(shown)
    expect((await creator.get(path())).json).toMatchObject(shown)
    expect((await guest.get(path())).json).toMatchObject({ likes: [creatorId], views: [], dislikes: [] })
  })

  it('counts a view after two seconds, once, of guests as well, and gives it back', async () => {
    const before = (await guest.get(path())).json.viewCount
    expect((await guest.post(path('/view'), { secondsWatched: 1.9 })).json.viewCount).toBe(before)
    expect((await guest.post(path('/view'), { secondsWatched: 2 })).json.viewCount).toBe(before + 1)
    expect((await guest.post(path('/view'), { secondsWatched: 60 })).json.viewCount).toBe(before + 1)
    expect((await viewer.post(path('/view'), { secondsWatched: 60 })).json.viewCount).toBe(before + 1)
    expect((await viewer.delete(path('/view'))).json.viewCount).toBe(before)
    expect((await viewer.get(path())).json.views).toEqual([])
  })

  it('asks for an account to like, and for words it knows', async () => {
    expect((await guest.post(path('/like'))).status).toBe(401)
    expect((await guest.delete(path('/view'))).status).toBe(401)
    expect((await new BrowserClient(server.url).post(path('/view'), { secondsWatched: 3 })).status).toBe(401)
    expect((await viewer.post(path('/view'), { secondsWatched: 3, likes: 5 })).status).toBe(422)
    expect((await viewer.post(path('/view'), { secondsWatched: { $gt: '' } })).status).toBe(400)
    expect((await viewer.get(path('/likes?cursor=nonsense'))).status).toBe(400)
  })

  it('is as if missing where the video is private', async () => {
    const owner = userActor('viewer', creatorId)
    await updateVideo(owner, videoId, { visibility: 'private' })
    for (const rest of ['/like', '/dislike']) expect((await viewer.post(path(rest))).status).toBe(404)
    expect((await viewer.post(path('/view'), { secondsWatched: 3 })).status).toBe(404)
    expect((await viewer.get(path('/likes'))).status).toBe(404)
    await updateVideo(owner, videoId, { visibility: 'public' })
  })
})

import { Types } from 'mongoose'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { accountMigrations } from '../../../server/accounts/migrations.ts'
import { closeLiveCache } from '../../../server/adapters/live-cache/index.ts'
import { closeObjectStore } from '../../../server/adapters/object-store/index.ts'
import { closeQueue } from '../../../server/adapters/queue/index.ts'
import { auditMigrations } from '../../../server/audit/tables.ts'
import { Clip } from '../../../server/clips/clip.model.ts'
import { Comment } from '../../../server/comments/comment.model.ts'
import { eraseCommentsBy, exportCommentsBy } from '../../../server/comments/personal-comments.ts'
import { removeCommentsOf, removeCommentsOfClip } from '../../../server/comments/remove-comments.ts'
import { Engagement } from '../../../server/engagement/engagement.model.ts'
import { Notification } from '../../../server/notifications/notification.model.ts'
import { Relationship } from '../../../server/relationships/relationship.model.ts'
import { dropViewerScope } from '../../../server/relationships/viewer-scope.ts'
import { Video } from '../../../server/videos/video.model.ts'
import { enter } from '../../support/accounts.ts'
import { BrowserClient } from '../../support/browser-client.ts'
import { startDatabases, type TestDatabases } from '../../support/databases.ts'
import { guestClient } from '../../support/guests.ts'
import { serveEndpoints, type ServedEndpoints } from '../../support/serve-endpoints.ts'
import { publishedVideo } from '../../support/videos.ts'

interface Person {
  client: BrowserClient
  id: string
  username: string
}

let databases: TestDatabases
let server: ServedEndpoints
let creator: Person
let ada: Person
let ben: Person
let guest: BrowserClient

beforeAll(async () => {
  databases = await startDatabases({ ...accountMigrations, ...auditMigrations }, { RATE_LIMIT_SCALE: '100' })
  server = await serveEndpoints(['/api/auth', '/api/me', '/api/videos', '/api/clips', '/api/comments'])
  ;[creator, ada, ben] = [await person(), await person(), await person()]
  guest = await guestClient(server.url)
})
afterAll(async () => {
  await server.stop()
  await closeQueue(0)
  await closeLiveCache()
  await closeObjectStore()
  await databases.stop()
})

async function person(): Promise<Person> {
  const client = new BrowserClient(server.url)
  const { username } = await enter(client, databases.dataDir)
  return { client, username, id: (await client.get('/api/me')).json.id }
}

async function newVideo(visibility: 'public' | 'private' = 'public'): Promise<string> {
  const video = await publishedVideo(creator.id, { visibility })
  return video._id.toHexString()
}

async function write(who: Person, path: string, text = 'Lovely bees') {
  const answer = await who.client.post(path, { text })
  expect(answer.status, answer.text).toBe(201)
  return answer.json
}
const on = (videoId: string) => `/api/videos/${videoId}/comments`
const under = (commentId: string) => `/api/comments/${commentId}/replies`
const list = async (client: BrowserClient, path: string) => (await client.get(path)).json.items
const texts = async (client: BrowserClient, path: string) =>
  (await list(client, path)).map((item: { text: string }) => item.text)
const newsOf = async ({ id }: Person) =>
  (await Notification.find({ userId: id }).sort({ date: -1 }).lean()).map(
    ({ kind, count }) => `${kind} ${count}`,
  )
const countOf = async (videoId: string) => (await Video.findById(videoId).lean())!.commentCount

describe('comments on a video', () => {
  it('are written by who is signed in, and read by every visitor, with all the fields of the data model', async () => {
    const videoId = await newVideo()
    const written = await write(ada, on(videoId), 'At 0:05 — e\u0301 <b>$bees</b>')
    const reply = await write(ben, under(written.id), '$literal')
    expect(written).toMatchObject({ userId: ada.id, videoId, clipId: null, isReply: false, isMine: true })
    expect(written.text).toBe('At 0:05 — \u00e9 <b>$bees</b>')
    expect(await list(guest, on(videoId))).toMatchObject([
      {
        id: written.id,
        nestedComments: [reply.id],
        likes: [],
        replyCount: 1,
        isMine: false,
        canDelete: false,
      },
    ])
    expect(await list(guest, under(written.id))).toMatchObject([
      { id: reply.id, text: '$literal', isReply: true, parentId: written.id },
    ])
    expect((await guest.post(on(videoId), { text: 'no' })).status).toBe(401)
    expect((await guest.get(`/api/comments/${reply.id}`)).json.author.username).toBe(ben.username)
    expect(await countOf(videoId)).toBe(2)
  })

  it('have one level of replies: an answer to a reply stands beside it', async () => {
    const top = await write(ada, on(await newVideo()))
    const reply = await write(ben, under(top.id))
    const answer = await write(ada, under(reply.id))
    expect(answer).toMatchObject({ isReply: true, parentId: top.id })
    expect((await Comment.findById(top.id).lean())!.replyCount).toBe(2)
  })

  it('are as missing as a private video for everybody else', async () => {
    const videoId = await newVideo('private')
    const own = await write(creator, on(videoId))
    for (const path of [on(videoId), under(own.id), `/api/comments/${own.id}`])
      expect((await ada.client.get(path)).status).toBe(404)
    for (const path of [on(videoId), under(own.id)])
      expect((await ada.client.post(path, { text: 'hi' })).status).toBe(404)
    expect((await ada.client.post(`/api/comments/${own.id}/like`)).status).toBe(404)
    expect((await ada.client.delete(`/api/comments/${own.id}`)).status).toBe(404)
    expect((await ada.client.patch(`/api/comments/${own.id}`, { text: 'x' })).status).toBe(404)
  })

  it('refuse what is no comment', async () => {
    const videoId = await newVideo()
    const status = async (body: object) => (await ada.client.post(on(videoId), body)).status
    expect(await status({ text: '👨‍👩‍👧‍👦'.repeat(2000) })).toBe(201)
    expect(await status({ text: 'x'.repeat(2001) })).toBeGreaterThanOrEqual(400)
    expect(await status({ text: '   ' })).toBeGreaterThanOrEqual(400)
    expect(await status({ text: 'a\u202eb' })).toBeGreaterThanOrEqual(400)
    expect(await status({ text: `z${'\u0336'.repeat(20)}` })).toBeGreaterThanOrEqual(400)
    expect(await status({ text: { $gt: '' } })).toBe(400)
    expect(await status({ text: 'x', likes: [] })).toBe(422)
    expect(await countOf(videoId)).toBe(1)
  })

  it('are edited by their author alone, and say so', async () => {
    const top = await write(ada, on(await newVideo()))
    const path = `/api/comments/${top.id}`
    expect((await creator.client.patch(path, { text: 'mine now' })).status).toBe(403)
    expect((await ada.client.patch(path, { text: 'Lovely bees' })).json.editedAt).toBeNull()
    const edited = (await ada.client.patch(path, { text: '$text' })).json
    expect(edited).toMatchObject({ text: '$text', editedAt: expect.any(String) })
  })
})

describe('deleting a comment', () => {
  it('takes it away, or leaves an empty place for its replies until the last is gone', async () => {
    const videoId = await newVideo()
    const alone = await write(ada, on(videoId), 'alone')
    const top = await write(ada, on(videoId), 'top')
    const reply = await write(ben, under(top.id), 'reply')
    expect((await ada.client.delete(`/api/comments/${alone.id}`)).status).toBe(204)
    expect((await ada.client.delete(`/api/comments/${top.id}`)).status).toBe(204)
    expect(await list(guest, on(videoId))).toMatchObject([
      { id: top.id, text: null, author: null, replyCount: 1 },
    ])
    expect(JSON.stringify(await list(guest, on(videoId)))).not.toContain(ada.id)
    expect(await texts(guest, under(top.id))).toEqual(['reply'])
    // talk below it goes on, but nobody answers, likes or edits what is not there
    expect((await ben.client.post(under(top.id), { text: 'x' })).status).toBe(404)
    expect((await ben.client.post(`/api/comments/${top.id}/like`)).status).toBe(404)
    const second = await write(ada, under(reply.id), 'second')
    expect(await countOf(videoId)).toBe(2)
    await ben.client.delete(`/api/comments/${reply.id}`)
    await ada.client.delete(`/api/comments/${second.id}`)
    expect(await Comment.countDocuments({ videoId })).toBe(0)
    expect(await countOf(videoId)).toBe(0)
  })

  it('is for its author and the creator of the video', async () => {
    const top = await write(ada, on(await newVideo()))
    const path = `/api/comments/${top.id}`
    expect((await ben.client.delete(path)).status).toBe(403)
    expect((await creator.client.get(path)).json.canDelete).toBe(true)
    expect((await creator.client.delete(path)).status).toBe(204)
    expect((await creator.client.delete(path)).status).toBe(404)
  })
})

describe('likes', () => {
  it('count once a person, and are named', async () => {
    const top = await write(ada, on(await newVideo()))
    const path = `/api/comments/${top.id}/like`
    for (const who of [ben, ben, creator]) expect((await who.client.post(path)).status).toBe(200)
    const view = (await ben.client.get(`/api/comments/${top.id}`)).json
    expect(view).toMatchObject({ likeCount: 2, isLiked: true, likes: [creator.id, ben.id] })
    expect((await ben.client.delete(path)).json).toMatchObject({ likeCount: 1, myReaction: null })
  })
})

describe('people are told', () => {
  it('of comments, replies, mentions and likes, and no longer of what is gone', async () => {
    await Notification.deleteMany({})
    const videoId = await newVideo()
    await Notification.deleteMany({})
    const top = await write(ada, on(videoId), `@${ben.username} and @nobody-such, look`)
    expect(top.mentions.map((each: { id: string }) => each.id)).toEqual([ben.id])
    const reply = await write(ben, under(top.id), `@${ada.username} yes`)
    await ben.client.post(`/api/comments/${top.id}/like`)
    expect(await newsOf(creator)).toEqual(['comment 2'])
    expect(await newsOf(ben)).toEqual(['mention 1'])
    // the reply mentions her too, which is told once
    expect(await newsOf(ada)).toEqual(['comment_like 1', 'reply 1'])
    await ada.client.patch(`/api/comments/${top.id}`, { text: `@${creator.username}` })
    expect(await newsOf(ben)).toEqual([])
    await ben.client.delete(`/api/comments/${reply.id}`)
    await ada.client.delete(`/api/comments/${top.id}`)
    expect([await newsOf(creator), await newsOf(ben), await newsOf(ada)]).toEqual([[], [], []])
  })

  it('never of a private video by a mention', async () => {
    const videoId = await newVideo('private')
    await Notification.deleteMany({})
    await write(creator, on(videoId), `@${ada.username}`)
    expect(await newsOf(ada)).toEqual([])
  })
})

describe('a block', () => {
  it('hides each from the other, while everybody else sees both', async () => {
    const videoId = await newVideo()
    const [cat, dan] = [await person(), await person()]
    const top = await write(cat, on(videoId), 'cat')
    const other = await write(ada, on(videoId), 'ada')
    const reply = await write(dan, under(other.id), 'dan')
    await Relationship.create({ fromUserID: cat.id, toUserID: dan.id, status: 'blocked', initiatedDate: new Date(), updatedDate: new Date() }) // prettier-ignore
    dropViewerScope(cat.id, dan.id)
    expect(await texts(dan.client, on(videoId))).toEqual(['ada'])
    expect(await list(cat.client, under(other.id))).toEqual([])
    expect((await cat.client.get(`/api/comments/${other.id}`)).json).toMatchObject({
      nestedComments: [],
      replyCount: 1,
    })
    for (const request of [
      dan.client.get(`/api/comments/${top.id}`),
      dan.client.post(under(top.id), { text: 'hello?' }),
      cat.client.post(`/api/comments/${reply.id}/like`),
    ])
      expect((await request).status).toBe(404)
    const mention = await write(dan, on(videoId), `@${cat.username}`)
    expect(mention.mentions).toEqual([])
    expect(await newsOf(cat)).toEqual([])
    expect((await texts(guest, on(videoId))).sort()).toEqual([`@${cat.username}`, 'ada', 'cat'].sort())
  })
})

describe('comments on a clip', () => {
  it('are its own, counted there and gone with it', async () => {
    const videoId = await newVideo()
    const clip = await Clip.create({
      videoId,
      title: 'Clip',
      uploadDate: new Date(),
      uploader: creator.id,
      duration: 2,
      startSeconds: 1,
      endSeconds: 3,
    })
    const path = `/api/clips/${clip._id}/comments`
    const top = await write(ada, path, 'on the clip')
    await write(ben, under(top.id), 'reply')
    expect(top).toMatchObject({ videoId, clipId: clip._id.toString() })
    expect(await texts(guest, path)).toEqual(['on the clip'])
    expect(await texts(guest, on(videoId))).toEqual([])
    expect((await Clip.findById(clip._id).lean())!.commentCount).toBe(2)
    expect(await countOf(videoId)).toBe(0)
    await removeCommentsOfClip(clip._id.toString())
    expect(await Comment.countDocuments({ videoId })).toBe(0)
  })
})

describe('what goes with a person or a video', () => {
  it('leaves nothing of an erased author but the places that others answered', async () => {
    const videoId = await newVideo()
    const eve = await person()
    const top = await write(eve, on(videoId), 'secret top')
    await write(ben, under(top.id), 'reply')
    await write(eve, on(videoId), 'secret alone')
    await write(ada, on(videoId), `@${eve.username}`)
    const exported: object[] = []
    for await (const each of exportCommentsBy(eve.id)) exported.push(each)
    expect(exported).toMatchObject([{ text: 'secret alone' }, { text: 'secret top' }])
    await eraseCommentsBy(eve.id)
    expect(await Comment.countDocuments({ $or: [{ userId: eve.id }, { mentions: eve.id }] })).toBe(0)
    expect(JSON.stringify(await Comment.find({ videoId }).lean())).not.toMatch(new RegExp(`secret|${eve.id}`))
    expect(await countOf(videoId)).toBe(2)
  })

  it('takes comments, likes and notifications of a video along', async () => {
    const videoId = await newVideo()
    const top = await write(ada, on(videoId))
    await ben.client.post(`/api/comments/${top.id}/like`)
    await removeCommentsOf(videoId)
    expect(await Comment.countDocuments({ videoId })).toBe(0)
    expect(await Engagement.countDocuments({ targetId: new Types.ObjectId(top.id as string) })).toBe(0)
    expect(await Notification.countDocuments({ 'entries.thing': `comment:${top.id}` })).toBe(0)
  })
})

import { Types } from 'mongoose'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import type { Preferences } from '#shared/accounts'
import type { Actor } from '../../../server/accounts/actor.ts'
import { User } from '../../../server/accounts/user.model.ts'
import { closeObjectStore } from '../../../server/adapters/object-store/index.ts'
import { closeQueue } from '../../../server/adapters/queue/index.ts'
import { auditMigrations } from '../../../server/audit/tables.ts'
import { NotFound } from '../../../server/errors.ts'
import { Relationship } from '../../../server/relationships/relationship.model.ts'
import {
  areConnected,
  dropViewerScope,
  isHiddenFrom,
  scopeOfUser,
  viewerScope,
} from '../../../server/relationships/viewer-scope.ts'
import { findVideos } from '../../../server/videos/find-videos.ts'
import { getVideo } from '../../../server/videos/get-video.ts'
import { isListedFor } from '../../../server/videos/listed-videos.ts'
import { readVideos } from '../../../server/videos/read-videos.ts'
import { Video, type VideoDocument } from '../../../server/videos/video.model.ts'
import { startDatabases, type TestDatabases } from '../../support/databases.ts'
import { publishedVideo, userActor } from '../../support/videos.ts'

let databases: TestDatabases
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
  await Promise.all([Video.deleteMany({}), Relationship.deleteMany({})])
})

const idOf = (video: VideoDocument) => video._id.toHexString()

async function put(from: string, to: string, status: 'blocked' | 'accepted' | 'pending'): Promise<void> {
  const now = new Date()
  await Relationship.create({ fromUserID: from, toUserID: to, status, initiatedDate: now, updatedDate: now })
  dropViewerScope(from, to)
}

async function withPreferences(preferences: Partial<Preferences>) {
  const actor = userActor()
  await User.create({
    _id: new Types.ObjectId(actor.userId),
    firstName: 'Ada',
    lastName: 'Silva',
    username: actor.userId,
    email: `${actor.userId}@example.org`,
    registrationDate: new Date(),
    preferences,
  })
  return actor
}

describe('a block', () => {
  it('hides each from the other, whoever made it, and from nobody else', async () => {
    const [ada, ben, eve] = [userActor(), userActor(), userActor()]
    await put(ada.userId, ben.userId, 'blocked')
    expect(await isHiddenFrom(ada, ben.userId)).toBe(true)
    expect(await isHiddenFrom(ben, ada.userId)).toBe(true)
    expect(await isHiddenFrom(eve, ada.userId)).toBe(false)
    expect(await isHiddenFrom(guest, ada.userId)).toBe(false)
  })

  it('takes the videos of one out of what the other reads, and leaves them to admins', async () => {
    const [ada, ben, eve] = [userActor(), userActor(), userActor()]
    const video = await publishedVideo(ada.userId)
    const other = await publishedVideo(eve.userId)
    await put(ada.userId, ben.userId, 'blocked')
    await expect(getVideo(ben, idOf(video))).rejects.toThrow(NotFound)
    await expect(getVideo(ben, new Types.ObjectId().toHexString())).rejects.toThrow('There is no such video.')
    await expect(getVideo(ben, idOf(video))).rejects.toThrow('There is no such video.')
    expect((await findVideos(ben, { limit: 10 })).items.map(idOf)).toEqual([idOf(other)])
    expect((await readVideos(ben, [idOf(video), idOf(other)])).map(idOf)).toEqual([idOf(other)])
    for (const actor of [eve, guest, userActor('admin'), ada]) {
      expect(idOf(await getVideo(actor, idOf(video)))).toBe(idOf(video))
    }
  })

  it('leaves the pages of a list full', async () => {
    const [ada, ben, eve] = [userActor(), userActor(), userActor()]
    for (let turn = 0; turn < 6; turn++) {
      await publishedVideo(turn % 2 ? ada.userId : eve.userId)
    }
    await put(ben.userId, ada.userId, 'blocked')
    const page = await findVideos(ben, { limit: 2 })
    expect(page.items).toHaveLength(2)
    expect(page.nextCursor).not.toBeNull()
    expect((await findVideos(ben, { limit: 2, cursor: page.nextCursor! })).items).toHaveLength(1)
  })

  it('ends a connection even while its row is still there', async () => {
    const [ada, ben] = [userActor(), userActor()]
    await put(ada.userId, ben.userId, 'accepted')
    expect(await areConnected(ben.userId, ada.userId)).toBe(true)
    await put(ben.userId, ada.userId, 'blocked')
    expect(await areConnected(ada.userId, ben.userId)).toBe(false)
  })

  it('made in another process shows within two seconds', async () => {
    const [ada, ben] = [userActor(), userActor()]
    expect(await isHiddenFrom(ada, ben.userId)).toBe(false)
    const now = new Date()
    await Relationship.create({
      fromUserID: ben.userId,
      toUserID: ada.userId,
      status: 'blocked',
      initiatedDate: now,
      updatedDate: now,
    })
    await expect.poll(() => isHiddenFrom(ada, ben.userId), { timeout: 2_500 }).toBe(true)
  })
})

describe('content preferences', () => {
  it('hide videos for adults unless asked for, and sensitive ones only when turned off', async () => {
    const owner = userActor()
    const plain = await publishedVideo(owner.userId)
    const adult = await publishedVideo(owner.userId)
    const sensitive = await publishedVideo(owner.userId)
    await Video.updateOne({ _id: adult._id }, { $set: { isNsfw: true } })
    await Video.updateOne({ _id: sensitive._id }, { $set: { isSensitive: true } })
    const all = await Video.find().sort({ _id: -1 }).lean<VideoDocument[]>()
    const cases: [Actor, VideoDocument[]][] = [
      [guest, [sensitive, plain]],
      [userActor(), [sensitive, plain]],
      [await withPreferences({ showNsfw: true }), [sensitive, adult, plain]],
      [await withPreferences({ showSensitive: false }), [plain]],
      [await withPreferences({ showSensitive: false, showNsfw: true }), [adult, plain]],
    ]
    for (const [actor, seen] of cases) {
      expect((await findVideos(actor, { limit: 10 })).items.map(idOf)).toEqual(seen.map(idOf))
      const scope = await viewerScope(actor)
      expect(all.filter((video) => isListedFor(scope, video)).map(idOf)).toEqual(seen.map(idOf))
    }
    expect((await findVideos(owner, { limit: 10, owner: 'mine' })).items).toHaveLength(3)
    // by its own address it is there, with the mark, so that the page can ask first
    expect(await getVideo(guest, idOf(adult))).toMatchObject({ isNsfw: true })
  })
})

describe('what a reader is shown', () => {
  const blocked = (from: string, to: string) => {
    const now = new Date()
    return Relationship.create({ fromUserID: from, toUserID: to, status: 'blocked', initiatedDate: now, updatedDate: now }) // prettier-ignore
  }

  it('is read once for a revision of their account, and anew for another, which a change in any process makes', async () => {
    const [ada, ben] = [userActor(), userActor()]
    const asOf = (scopeRevision: number): Actor => ({ ...ada, scopeRevision })
    expect(await isHiddenFrom(asOf(3), ben.userId)).toBe(false)
    // as another process writes it, of which this one hears nothing
    await blocked(ben.userId, ada.userId)
    expect(await isHiddenFrom(asOf(3), ben.userId)).toBe(false)
    expect(await isHiddenFrom(asOf(4), ben.userId)).toBe(true)
  })

  it('is read anew for who is looked at without a revision, though one is known', async () => {
    const ada = userActor()
    const first = scopeOfUser(ada.userId, 1)
    dropViewerScope(ada.userId)
    expect(scopeOfUser(ada.userId, 1)).not.toBe(first)
    expect(scopeOfUser(ada.userId, 2)).not.toBe(scopeOfUser(ada.userId, 3))
  })
})

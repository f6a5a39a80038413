import fc from 'fast-check'
import { Types, trusted } from 'mongoose'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { UserActor } from '../../../server/accounts/actor.ts'
import { accountMigrations } from '../../../server/accounts/migrations.ts'
import { closeLiveCache } from '../../../server/adapters/live-cache/index.ts'
import { closeObjectStore } from '../../../server/adapters/object-store/index.ts'
import { closeQueue } from '../../../server/adapters/queue/index.ts'
import { auditMigrations } from '../../../server/audit/tables.ts'
import { Comment, type CommentDocument } from '../../../server/comments/comment.model.ts'
import { applyChange, placesOf, type UnsettledComment } from '../../../server/comments/count-change.ts'
import { createComment, createReply } from '../../../server/comments/create-comment.ts'
import { deleteComment } from '../../../server/comments/delete-comment.ts'
import { findComments } from '../../../server/comments/find-comments.ts'
import { reconcileComments, settleComment } from '../../../server/comments/settle-comment.ts'
import { AppError } from '../../../server/errors.ts'
import { Video } from '../../../server/videos/video.model.ts'
import { startDatabases, type TestDatabases } from '../../support/databases.ts'
import { publishedVideo, userActor } from '../../support/videos.ts'

let databases: TestDatabases
const actor = userActor() as UserActor

beforeAll(async () => {
  databases = await startDatabases({ ...accountMigrations, ...auditMigrations }, { RATE_LIMIT_SCALE: '1000' })
})
afterAll(async () => {
  await closeQueue(0)
  await closeLiveCache()
  await closeObjectStore()
  await databases.stop()
})

async function newVideo(): Promise<{ kind: 'video'; id: string }> {
  const video = await publishedVideo(actor.userId)
  return { kind: 'video', id: video._id.toHexString() }
}

/** What the counters say and what there is. */
async function expectExact(videoId: string): Promise<void> {
  const video = (await Video.findById(videoId).lean())!
  expect(video.commentCount).toBe(await Comment.countDocuments({ videoId, deletedAt: null }))
  expect(video.pendingComments ?? []).toEqual([])
  for (const comment of await Comment.find({ videoId, parentId: null }).lean<CommentDocument[]>()) {
    expect(comment.replyCount).toBe(await Comment.countDocuments({ parentId: comment._id }))
    expect(Boolean(comment.deletedAt) && comment.replyCount === 0).toBe(false)
    expect(comment.pendingComments ?? []).toEqual([])
    expect(comment.unsettledSince).toBeUndefined()
  }
  expect(await orphans(videoId)).toBe(0)
}

async function orphans(videoId: string): Promise<number> {
  const parents = await Comment.distinct('parentId', { videoId, isReply: true })
  return parents.length - (await Comment.countDocuments({ _id: trusted({ $in: parents }) }))
}

describe('the counters of comments', () => {
  it('follow the rows through any mix of writes at once', async () => {
    const step = fc.record({ verb: fc.constantFrom('write', 'reply', 'reply', 'delete'), at: fc.nat(100) })
    await fc.assert(
      fc.asyncProperty(fc.array(step, { minLength: 5, maxLength: 40 }), async (steps) => {
        const target = await newVideo()
        const first = await createComment(actor, target, 'first')
        const ids = [first.comment._id.toString()]
        await Promise.all(
          steps.map(async ({ verb, at }) => {
            await new Promise((resolve) => setTimeout(resolve, at / 4))
            const id = ids[at % ids.length]!
            try {
              if (verb === 'delete') await deleteComment(actor, id)
              else {
                const written = await (verb === 'write'
                  ? createComment(actor, target, verb)
                  : createReply(actor, id, verb))
                ids.push(written.comment._id.toString())
              }
            } catch (error) {
              // somebody else deleted it first
              expect(error).toBeInstanceOf(AppError)
            }
          }),
        )
        await expectExact(target.id)
      }),
      { numRuns: 12 },
    )
  })

  it.each([0, 1, 2, 3])('are brought right where a process died after step %i of writing', async (died) => {
    const target = await newVideo()
    const parent = await createComment(actor, target, 'parent')
    const row = await leaveUnsettled(parent.comment, { delta: 1 })
    const places = placesOf(row)
    if (died >= 1) await applyChange(row, places[0]!)
    if (died >= 2) await applyChange(row, places[1]!)
    // tried twice by a slow process
    if (died >= 3) await applyChange(row, places[1]!)
    await Comment.updateOne({ _id: row._id }, { $set: { unsettledSince: new Date(Date.now() - 60_000) } })
    const settled = await Promise.all([reconcileComments(), reconcileComments()])
    expect(settled[0]! + settled[1]!).toBe(1)
    // the dead one comes back, too late
    await applyChange({ ...row, unsettledSince: new Date(Date.now() - 60_000) }, places[1]!)
    await expectExact(target.id)
  })

  it('know a deletion that was cut, and a name that was left on the video', async () => {
    const target = await newVideo()
    const { comment } = await createComment(actor, target, 'to go')
    const old = Types.ObjectId.createFromTime(Date.now() / 1000 - 3600)
    await Video.updateOne({ _id: target.id }, { $push: { pendingComments: old } })
    const change = { deletedAt: new Date(), changeId: new Types.ObjectId(), delta: -1 }
    await Comment.updateOne(
      { _id: comment._id },
      { $set: { ...change, unsettledSince: new Date(Date.now() - 60_000) } },
    )
    expect(await reconcileComments()).toBe(1)
    await expectExact(target.id)
  })

  it('refuse a reply whose parent was removed in the same moment', async () => {
    const target = await newVideo()
    const parent = await createComment(actor, target, 'parent')
    const row = await leaveUnsettled(parent.comment, { delta: 1 })
    await deleteComment(actor, parent.comment._id.toString())
    expect(await settleComment(row)).toBe(false)
    await expectExact(target.id)
  })
})

/** A reply whose writer died right after its first write. */
async function leaveUnsettled(
  parent: CommentDocument,
  { delta }: { delta: number },
): Promise<UnsettledComment> {
  const comment = await Comment.create({
    userId: actor.userId,
    videoId: parent.videoId,
    text: 'cut',
    isReply: true,
    parentId: parent._id,
    date: new Date(),
    unsettledSince: new Date(),
    changeId: new Types.ObjectId(),
    delta,
  })
  return comment.toObject() as UnsettledComment
}

describe('pages of comments', () => {
  it.each(['newest', 'oldest', 'top'] as const)(
    'by %s give every comment that stood still once, while others write, like and delete',
    async (sort) => {
      await fc.assert(
        fc.asyncProperty(
          fc.array(fc.nat(4), { minLength: 1, maxLength: 30 }),
          fc.integer({ min: 1, max: 7 }),
          fc.array(fc.record({ verb: fc.constantFrom('write', 'delete', 'like'), at: fc.nat(100) }), {
            maxLength: 20,
          }),
          async (likes, limit, changes) => {
            const target = await newVideo()
            const rows = await Comment.insertMany(likes.map((likeCount) => rowOf(target.id, likeCount)))
            const moved = new Set<string>()
            const seen: string[] = []
            let cursor: string | undefined
            const left = [...changes]
            do {
              const { page } = await findComments(actor, target, { sort, limit, cursor })
              seen.push(...page.items.map((item) => item._id.toString()))
              cursor = page.nextCursor ?? undefined
              for (const { verb, at } of left.splice(0, 2)) {
                const row = rows[at % rows.length]!
                if (verb === 'write') await Comment.create(rowOf(target.id, at % 5))
                else moved.add(row._id.toString())
                if (verb === 'delete') await Comment.deleteOne({ _id: row._id })
                if (verb === 'like')
                  await Comment.updateOne({ _id: row._id }, { $inc: { likeCount: at % 2 ? 1 : -1 } })
              }
            } while (cursor)
            const still = rows.map((row) => row._id.toString()).filter((id) => !moved.has(id))
            for (const id of still) expect(seen.filter((each) => each === id)).toHaveLength(1)
            const again = seen.filter((id, index) => seen.indexOf(id) !== index)
            expect(again.every((id) => sort === 'top' && moved.has(id))).toBe(true)
          },
        ),
        { numRuns: 15 },
      )
    },
  )
})

function rowOf(videoId: string, likeCount: number) {
  return { userId: new Types.ObjectId(), videoId, text: 'x', likeCount, date: new Date() }
}

import { setTimeout as sleep } from 'node:timers/promises'
import { Types } from 'mongoose'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { auditMigrations } from '../../../server/audit/tables.ts'
import { Clip } from '../../../server/clips/clip.model.ts'
import { Engagement } from '../../../server/engagement/engagement.model.ts'
import { firstEngaged } from '../../../server/engagement/first-engaged.ts'
import { setReaction } from '../../../server/engagement/set-reaction.ts'
import { startDatabases, type TestDatabases } from '../../support/databases.ts'

let databases: TestDatabases
beforeAll(async () => {
  databases = await startDatabases(auditMigrations)
})
afterAll(() => databases.stop())

const newId = () => new Types.ObjectId().toHexString()

it('shows a like through this process at once, and one through another within a second', async () => {
  const { _id } = await Clip.create({
    videoId: new Types.ObjectId(),
    uploader: new Types.ObjectId(),
    title: 'Bees',
    uploadDate: new Date(),
    duration: 5,
    startSeconds: 0,
    endSeconds: 5,
  })
  const clip = { kind: 'clip' as const, id: _id.toHexString() }
  for (let n = 0; n < 60; n++) await setReaction(newId(), clip, 'like')
  expect(await firstEngaged(clip.id, 'like', 60)).toHaveLength(60)

  const [mine, theirs] = [newId(), newId()]
  await setReaction(mine, clip, 'like')
  expect((await firstEngaged(clip.id, 'like', 61))[0]).toBe(mine)
  await Engagement.create({ targetId: _id, targetKind: 'clip', slot: 'reaction', kind: 'like', userId: theirs, date: new Date() }) // prettier-ignore
  await sleep(1100)
  expect(await firstEngaged(clip.id, 'like', 62)).toContain(theirs)
})

import { Types } from 'mongoose'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { eraseProfile } from '../../../server/accounts/personal-accounts.ts'
import { findPeople } from '../../../server/accounts/find-people.ts'
import { accountMigrations } from '../../../server/accounts/migrations.ts'
import { removePicture } from '../../../server/accounts/picture.ts'
import { updateMe } from '../../../server/accounts/update-me.ts'
import { User } from '../../../server/accounts/user.model.ts'
import { closeObjectStore } from '../../../server/adapters/object-store/index.ts'
import { startDatabases, type TestDatabases } from '../../support/databases.ts'
import { makeAccount } from '../../support/token.ts'
import { userActor } from '../../support/videos.ts'

let databases: TestDatabases

beforeAll(async () => {
  databases = await startDatabases(accountMigrations)
})
afterAll(async () => {
  await closeObjectStore()
  await databases.stop()
})

async function somebody(): Promise<string> {
  const { userId } = await makeAccount('viewer')
  await User.create({
    _id: new Types.ObjectId(userId),
    firstName: 'Maria',
    lastName: 'Nowak',
    username: `user-${userId}`.slice(0, 29),
    email: `${userId}@example.org`,
    registrationDate: new Date(),
    profilePicture: '/cdn/people/old.webp',
    bio: '',
  })
  return userId
}

describe('people as others see them', () => {
  it('have their new name and picture at once, though they are known already', async () => {
    const id = await somebody()
    const seen = async () => (await findPeople([id])).get(id)
    expect(await seen()).toMatchObject({ name: 'Maria Nowak', profilePicture: '/cdn/people/old.webp' })
    await updateMe(userActor('viewer', id), { firstName: 'Ada' })
    expect(await seen()).toMatchObject({ name: 'Ada Nowak' })
    await removePicture(id)
    expect(await seen()).toMatchObject({ profilePicture: '' })
  })

  it('are missing at once when they leave, and those who never were', async () => {
    const id = await somebody()
    expect((await findPeople([id])).size).toBe(1)
    await eraseProfile(id)
    expect((await findPeople([id, new Types.ObjectId().toHexString()])).size).toBe(0)
  })
})

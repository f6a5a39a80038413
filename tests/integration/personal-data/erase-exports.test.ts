import { Types } from 'mongoose'
import { afterAll, beforeAll, expect, it, vi } from 'vitest'
import '../../../server/all-models.ts'
import { closeObjectStore, getObjectStore } from '../../../server/adapters/object-store/index.ts'
import { DataExport } from '../../../server/personal-data/data-export.model.ts'
import { eraseDataExportsBy } from '../../../server/personal-data/make-export.ts'
import { startDatabases, type TestDatabases } from '../../support/databases.ts'

let databases: TestDatabases

beforeAll(async () => {
  databases = await startDatabases({})
})
afterAll(async () => {
  await closeObjectStore()
  await databases.stop()
})

it('leaves no bytes of an export behind, wherever erasing it was cut', async () => {
  const userId = new Types.ObjectId()
  const now = new Date()
  const objectKey = `exports/${userId.toHexString()}`
  await getObjectStore().put(objectKey, Buffer.from('everything of theirs'), {
    contentType: 'application/zip',
  })
  await DataExport.create({ userId, state: 'done', objectKey, createdAt: now, expiresAt: now })

  const cut = vi.spyOn(getObjectStore(), 'remove').mockRejectedValueOnce(new Error('killed here'))
  await expect(eraseDataExportsBy(userId.toHexString())).rejects.toThrow('killed here')
  cut.mockRestore()
  await eraseDataExportsBy(userId.toHexString())

  expect(await getObjectStore().stat(objectKey)).toBeNull()
  expect(await DataExport.countDocuments({ userId })).toBe(0)
})

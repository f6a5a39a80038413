import { afterAll, beforeAll, expect, it } from 'vitest'
import { accountMigrations } from '../../../server/accounts/migrations.ts'
import { auditMigrations } from '../../../server/audit/tables.ts'
import '../../../server/uploads/upload.model.ts'
import { startDatabases, type TestDatabases } from '../../support/databases.ts'
import { serveEndpoints, type ServedEndpoints } from '../../support/serve-endpoints.ts'
import { makeAccount } from '../../support/token.ts'
import { TusClient } from '../../support/tus.ts'

let databases: TestDatabases
let served: ServedEndpoints

beforeAll(async () => {
  databases = await startDatabases({ ...accountMigrations, ...auditMigrations })
  served = await serveEndpoints(['/api/uploads'])
})
afterAll(async () => {
  await served.stop()
  await databases.stop()
})

it('answers 503 while the database is away, and goes on when it is back', async () => {
  const client = new TusClient(served.url, (await makeAccount()).token)
  expect((await client.list()).status).toBe(200)
  await databases.mongo.kill()
  const answer = await client.list()
  expect([answer.status, answer.json.error.code]).toEqual([503, 'unavailable'])
  await databases.mongo.restart()
  await expect.poll(async () => (await client.list()).status, { timeout: 10_000 }).toBe(200)
})

import { createHash, randomBytes } from 'node:crypto'
import { once } from 'node:events'
import type { IncomingMessage } from 'node:http'
import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { accountMigrations } from '../../server/accounts/migrations.ts'
import { auditMigrations } from '../../server/audit/tables.ts'
import '../../server/uploads/upload-lock.model.ts'
import '../../server/uploads/upload.model.ts'
import '../../server/videos/video.model.ts'
import { startDatabases, type TestDatabases } from '../support/databases.ts'
import { forkUploadsOnSmallDisk, type UploadProcess } from '../support/fork-uploads.ts'
import { makeAccount } from '../support/token.ts'
import { TusClient } from '../support/tus.ts'

const MB = 1024 * 1024

let databases: TestDatabases
let server: UploadProcess
let tus: TusClient

beforeAll(async () => {
  databases = await startDatabases(
    { ...accountMigrations, ...auditMigrations },
    { MIN_FREE_DISK_BYTES: String(MB) },
  )
  server = await forkUploadsOnSmallDisk(databases.env, 32 * MB)
  tus = new TusClient(server.url, (await makeAccount()).token)
})
afterAll(async () => {
  await server.signal('SIGKILL')
  await databases.stop()
})

it('says that the disk is full before the first byte, and to whom the promised room belongs', async () => {
  const preflight = (sizeBytes: number) =>
    tus.send(
      'POST',
      '/api/uploads/preflight',
      { 'content-type': 'application/json' },
      JSON.stringify({ filename: 'lesson.mp4', sizeBytes }),
    )
  expect((await preflight(14 * MB)).json).toMatchObject({ ok: true })
  expect((await preflight(16 * MB)).json).toMatchObject({ ok: false, reason: 'disk_full' })
  const id = await tus.create(8 * MB)
  expect((await preflight(14 * MB)).json).toMatchObject({ ok: false, reason: 'disk_full' })
  const refused = await tus.tryCreate(String(14 * MB))
  expect([refused.status, refused.json.error.code]).toEqual([507, 'insufficient_storage'])
  await tus.send('DELETE', `/api/uploads/${id}`)
  expect((await preflight(14 * MB)).json).toMatchObject({ ok: true })
})

it('answers 507 when the disk fills up in the middle, keeps a true beginning, and goes on when there is room again', async () => {
  const content = randomBytes(8 * MB)
  const id = await tus.create(content.length)
  const patch = tus.openPatch(id, 0, { 'content-length': String(content.length) })
  const answered = once(patch, 'response') as Promise<[IncomingMessage]>
  await new Promise((resolve) => patch.write(content.subarray(0, 2 * MB), resolve))
  await sleep(300)
  await server.fillDisk(MB)
  patch.end(content.subarray(2 * MB))
  const [response] = await answered
  expect(response.statusCode).toBe(507)
  const offset = await tus.offset(id)
  expect(offset).toBeGreaterThanOrEqual(2 * MB)
  expect(offset).toBeLessThanOrEqual(3 * MB)

  const again = await tus.patch(id, offset, content.subarray(offset))
  expect([again.status, again.json.error.message]).toEqual([507, expect.stringContaining('kept')])
  expect(await tus.offset(id)).toBe(offset)
  expect((await tus.list()).status).toBe(200)

  await server.freeDisk()
  expect((await tus.patch(id, offset, content.subarray(offset))).status).toBe(204)
  expect(await tus.offset(id)).toBe(content.length)
  expect(await server.hashOf(id)).toBe(createHash('sha256').update(content).digest('hex'))
})

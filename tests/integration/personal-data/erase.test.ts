import mongoose from 'mongoose'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import '../../../server/all-models.ts'
import { accountMigrations } from '../../../server/accounts/migrations.ts'
import { accountsSql } from '../../../server/accounts/tables.ts'
import { User } from '../../../server/accounts/user.model.ts'
import { closeLiveCache } from '../../../server/adapters/live-cache/index.ts'
import { closeObjectStore, getObjectStore } from '../../../server/adapters/object-store/index.ts'
import { closeQueue, getQueue } from '../../../server/adapters/queue/index.ts'
import { ActionLog } from '../../../server/audit/action-log.model.ts'
import { auditMigrations } from '../../../server/audit/tables.ts'
import { eraseAccount, reconcileClosedAccounts } from '../../../server/personal-data/erase-account.ts'
import { Video } from '../../../server/videos/video.model.ts'
import { HANDLERS } from '../../../server/worker/handlers.ts'
import { newPerson } from '../../support/accounts.ts'
import { BrowserClient } from '../../support/browser-client.ts'
import { startDatabases, type TestDatabases } from '../../support/databases.ts'
import { somebody } from '../../support/entered-person.ts'
import { serveEndpoints, type ServedEndpoints } from '../../support/serve-endpoints.ts'
import { publishedVideo } from '../../support/videos.ts'

let databases: TestDatabases
let server: ServedEndpoints
const enter = () => somebody(server.url, databases.dataDir)

beforeAll(async () => {
  databases = await startDatabases({ ...accountMigrations, ...auditMigrations }, { RATE_LIMIT_SCALE: '100' })
  server = await serveEndpoints(['/api/auth', '/api/me'])
})
afterAll(async () => {
  await server.stop()
  await closeQueue(0)
  await closeLiveCache()
  await closeObjectStore()
  await databases.stop()
})

/** Does what the worker would until nothing is left to do for this person. */
async function finishErasing(userId: string): Promise<void> {
  await eraseAccount(userId)
  const signal = new AbortController().signal
  for (const { _id } of await Video.find({ uploader: new mongoose.Types.ObjectId(userId) }).lean())
    await HANDLERS['remove-video'].run(
      { videoId: _id.toHexString() },
      { signal, progress: async () => undefined },
    )
}

/** Collections that still name this id anywhere. */
async function collectionsWith(userId: string): Promise<string[]> {
  const found: string[] = []
  for (const { name } of await mongoose.connection.db!.listCollections().toArray()) {
    const documents = await mongoose.connection.db!.collection(name).find().toArray()
    if (documents.some((document) => JSON.stringify(document).includes(userId))) found.push(name)
  }
  return found
}

describe('deleting the account', () => {
  it('asks for the password, and ends every session and token with one statement', async () => {
    await enter()
    const { client, person, id } = await enter()
    const other = new BrowserClient(server.url)
    await other.post('/api/auth/login', { email: person.email, password: person.password })
    const token = await client.post('/api/me/tokens', { name: 'script', scopes: ['read', 'write'] })
    const bearer = { authorization: `Bearer ${token.json.token}` }
    const stranger = () => new BrowserClient(server.url)

    expect((await client.delete('/api/me', { password: 'not the password' })).status).toBe(403)
    expect((await client.delete('/api/me', {})).status).toBe(400)
    const cookie = client.cookieHeader()
    expect((await client.delete('/api/me', { password: person.password })).status).toBe(204)
    expect(client.cookies.size).toBe(0)
    expect((await stranger().get('/api/me', { cookie })).status).toBe(401)
    expect((await other.get('/api/me')).status).toBe(401)
    expect((await stranger().get('/api/me', bearer)).status).toBe(401)
    const again = await stranger().post('/api/auth/login', { email: person.email, password: person.password })
    expect(again.status).toBe(401)
    expect(await ActionLog.countDocuments({ user_cc: id, action: 'DELETE_ACCOUNT' })).toBe(1)
    expect((await getQueue().find({ name: 'erase-account' })).map(({ payload }) => payload)).toContainEqual({ userId: id }) // prettier-ignore
  })

  it('removes what is theirs from everywhere but the action log, and frees address and name', async () => {
    const { client, person, id } = await enter()
    const video = await publishedVideo(id)
    const picture = Buffer.from('R0lGODlhAQABAIAAAAUEBAAAACwAAAAAAQABAAACAkQBADs=', 'base64')
    const sent = await fetch(`${server.url}/api/me/picture`, {
      method: 'PUT',
      headers: { cookie: client.cookieHeader() },
      body: picture,
    })
    expect(sent.status).toBe(200)
    await client.post('/api/me/export', {})
    await client.delete('/api/me', { password: person.password })
    await finishErasing(id)

    const queued = ['jobs', 'agendaJobs', 'audit', 'action_logs']
    expect((await collectionsWith(id)).filter((name) => !queued.includes(name))).toEqual([])
    for (const prefix of [`videos/${video.uuid}`, `originals/${video.uuid}`, 'people/', 'exports/'])
      for await (const { key } of getObjectStore().list(prefix)) expect(key).toBe('gone')
    for (const table of ['accounts', 'sessions', 'api_tokens', 'codes', 'sign_ups'] as const) {
      const rows = await accountsSql().selectFrom(table).selectAll().execute()
      expect(JSON.stringify(rows)).not.toContain(id)
      expect(JSON.stringify(rows)).not.toContain(person.email)
    }
    expect(await ActionLog.countDocuments({ target: `user:${id}`, action: 'ERASE_ACCOUNT' })).toBe(1)
    const again = newPerson({ email: person.email, username: person.username })
    expect((await new BrowserClient(server.url).post('/api/auth/signup', again)).status).toBe(202)
  })

  it('that was cut anywhere is finished by the reconciler', async () => {
    const { client, person, id } = await enter()
    await publishedVideo(id)
    await client.delete('/api/me', { password: person.password })
    await getQueue().cancel(`erase-account:${id}`)
    // killed after the profile was removed
    const cut = vi.spyOn(User, 'deleteOne').mockImplementationOnce(() => {
      throw new Error('killed')
    })
    await expect(eraseAccount(id)).rejects.toThrow('killed')
    cut.mockRestore()
    await reconcileClosedAccounts()
    expect((await getQueue().find({ name: 'erase-account' })).map(({ payload }) => payload)).toContainEqual({ userId: id }) // prettier-ignore
    await finishErasing(id)
    expect(await User.exists({ _id: id })).toBeNull()
    await eraseAccount(id)
    expect(await accountsSql().selectFrom('accounts').selectAll().where('id', '=', id).execute()).toEqual([])
  })

  it('does nothing to an account that is not closed', async () => {
    const { client, id } = await enter()
    await eraseAccount(id)
    expect((await client.get('/api/me')).status).toBe(200)
  })

  it('is refused to the only administrator, and of two who leave at once one stays', async () => {
    const admin = await accountsSql().selectFrom('accounts').selectAll().where('role', '=', 'admin').executeTakeFirstOrThrow() // prettier-ignore
    const [one, two] = [await enter(), await enter()]
    await accountsSql().updateTable('accounts').set({ role: 'viewer' }).where('id', '=', admin.id).execute()
    const makeAdmin = (id: string) =>
      accountsSql().updateTable('accounts').set({ role: 'admin' }).where('id', '=', id).execute()
    await makeAdmin(one.id)
    const leave = ({ client, person }: typeof one) => client.delete('/api/me', { password: person.password })
    const alone = await leave(one)
    expect(alone).toMatchObject({ status: 409, json: { error: { code: 'conflict' } } })
    expect(alone.json.error.message).toContain('only administrator')
    await makeAdmin(two.id)
    const answers = await Promise.all([leave(one), leave(two)])
    expect(answers.map(({ status }) => status).sort()).toEqual([204, 409])
  })
})

import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { DEFAULT_PREFERENCES } from '#shared/accounts'
import { accountMigrations } from '../../../server/accounts/migrations.ts'
import { readPreferences } from '../../../server/accounts/preferences.ts'
import { accountsSql } from '../../../server/accounts/tables.ts'
import { User } from '../../../server/accounts/user.model.ts'
import { changeAccount, writePendingProfile } from '../../../server/accounts/write-profile.ts'
import { auditMigrations } from '../../../server/audit/tables.ts'
import { closeLiveCache } from '../../../server/adapters/live-cache/index.ts'
import { enter } from '../../support/accounts.ts'
import { BrowserClient } from '../../support/browser-client.ts'
import { startDatabases, type TestDatabases } from '../../support/databases.ts'
import { serveEndpoints, type ServedEndpoints } from '../../support/serve-endpoints.ts'

let databases: TestDatabases
let server: ServedEndpoints

beforeAll(async () => {
  databases = await startDatabases({ ...accountMigrations, ...auditMigrations }, { RATE_LIMIT_SCALE: '100' })
  server = await serveEndpoints(['/api/auth', '/api/me'])
})
afterAll(async () => {
  await server.stop()
  await closeLiveCache()
  await databases.stop()
})

async function somebody() {
  const client = new BrowserClient(server.url)
  const person = await enter(client, databases.dataDir)
  const { id } = (await client.get('/api/me')).json as { id: string }
  return { client, person, id }
}

describe('preferences', () => {
  it('have defaults, are replaced whole, and come back with GET /api/me', async () => {
    const { client, id } = await somebody()
    expect((await client.get('/api/me/preferences')).json).toEqual(DEFAULT_PREFERENCES)
    const chosen = { ...DEFAULT_PREFERENCES, showNsfw: true, captions: 'always' }
    expect(await client.put('/api/me/preferences', chosen)).toMatchObject({ status: 200, json: chosen })
    expect((await client.get('/api/me')).json.preferences).toEqual(chosen)
    expect((await User.findById(id).lean())?.preferences).toEqual({ showNsfw: true, captions: 'always' })
    expect(await readPreferences(id)).toEqual(chosen)
  })

  it('refuse unknown keys with 422, wrong types and missing keys with 400, and stay as they were', async () => {
    const { client } = await somebody()
    const put = (body: object) => client.put('/api/me/preferences', body)
    expect((await put({ ...DEFAULT_PREFERENCES, isAdmin: true })).status).toBe(422)
    expect((await put({ ...DEFAULT_PREFERENCES, showNsfw: { $gt: '' } })).status).toBe(400)
    expect((await put({ showNsfw: true })).status).toBe(400)
    expect((await client.get('/api/me/preferences')).json).toEqual(DEFAULT_PREFERENCES)
  })

  it('are the defaults for somebody who does not exist', async () => {
    expect(await readPreferences('0'.repeat(24))).toEqual(DEFAULT_PREFERENCES)
  })
})

describe('the profile', () => {
  it('takes names and bio, each alone or together', async () => {
    const { client, id } = await somebody()
    expect((await client.patch('/api/me', { bio: '  I teach maths.\nSlowly.  ' })).json).toMatchObject({
      bio: 'I teach maths.\nSlowly.',
      firstName: 'Maria',
    })
    expect((await client.patch('/api/me', { firstName: 'Zoë' })).json).toMatchObject({
      bio: 'I teach maths.\nSlowly.',
      firstName: 'Zoë',
      lastName: 'Silva',
    })
    const account = await accountsSql()
      .selectFrom('accounts')
      .selectAll()
      .where('id', '=', id)
      .executeTakeFirstOrThrow()
    expect(account).toMatchObject({ name: 'Zoë Silva', pending_profile: null })
    expect((await client.patch('/api/me', { isAdmin: true })).status).toBe(422)
    expect((await client.patch('/api/me', { bio: 'a\u202eb' })).status).toBe(400)
  })

  it('gets every change that was left waiting, also when one came before the other was brought over', async () => {
    const { id } = await somebody()
    await changeAccount(id, {}, { firstName: 'First' })
    await changeAccount(id, { email: `${id}@example.org` }, { email: `${id}@example.org` })
    await writePendingProfile(id)
    expect(await User.findById(id).lean()).toMatchObject({ firstName: 'First', email: `${id}@example.org` })
  })
})

import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { DEFAULT_PREFERENCES } from '#shared/default-preferences'
import { accountMigrations } from '../../../server/accounts/migrations.ts'
import { readPreferences } from '../../../server/accounts/preferences.ts'
import { accountsSql } from '../../../server/accounts/tables.ts'
import { User } from '../../../server/accounts/user.model.ts'
import { changeAccount, writePendingProfile } from '../../../server/accounts/write-profile.ts'
import { auditMigrations } from '../../../server/audit/tables.ts'
import { closeLiveCache } from '../../../server/adapters/live-cache/index.ts'
import { enter, newPerson } from '../../support/accounts.ts'
import { BrowserClient } from '../../support/browser-client.ts'
import { readCode, readMails } from '../../support/outbox.ts'
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

  it('understand a profile from when autoplay was yes or no', async () => {
    const { client, id } = await somebody()
    await User.updateOne({ _id: id }, { $set: { preferences: { autoplay: false } } })
    expect((await client.get('/api/me/preferences')).json).toEqual({
      ...DEFAULT_PREFERENCES,
      autoplay: 'off',
    })
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

describe('a new password', () => {
  const chosen = 'four quite unrelated words'

  it('asks for the old one, ends every other session and token, and tells by mail', async () => {
    const { client, person } = await somebody()
    const other = new BrowserClient(server.url)
    await other.post('/api/auth/login', { email: person.email, password: person.password })
    const token = await client.post('/api/me/tokens', { name: 'script', scopes: ['read'] })
    const body = { currentPassword: person.password, newPassword: chosen }
    expect((await client.post('/api/me/password', body)).status).toBe(204)

    expect((await client.get('/api/me')).status).toBe(200)
    expect((await other.get('/api/me')).status).toBe(401)
    const bearer = { authorization: `Bearer ${token.json.token}` }
    expect((await new BrowserClient(server.url).get('/api/me', bearer)).status).toBe(401)
    const logIn = (password: string) =>
      new BrowserClient(server.url).post('/api/auth/login', { email: person.email, password })
    expect((await logIn(person.password)).status).toBe(401)
    expect((await logIn(chosen)).status).toBe(200)
    expect((await readMails(databases.dataDir, person.email)).at(-1)).toContain('password was changed')
  })

  it('is refused at the field for a wrong old one, and after ten of them the right one has to wait', async () => {
    const { client, person } = await somebody()
    const tryOne = (currentPassword: string) =>
      client.post('/api/me/password', { currentPassword, newPassword: chosen })
    const wrong = await tryOne('not the password')
    expect(wrong).toMatchObject({ status: 403, json: { error: { details: [{ path: 'currentPassword' }] } } })
    for (let tried = 1; tried < 10; tried++) await tryOne('not the password')
    expect((await tryOne(person.password)).status).toBe(429)
  })
})

describe('a new e-mail address', () => {
  const ask = (client: BrowserClient, email: string, password: string) =>
    client.post('/api/me/email', { email, password })

  it('counts once its code comes back; the old one is told, and codes sent there open nothing', async () => {
    const { client, person, id } = await somebody()
    const { email } = newPerson()
    await new BrowserClient(server.url).post('/api/auth/forgot', { email: person.email })
    const resetCode = await readCode(databases.dataDir, person.email)
    expect(await ask(client, email.toUpperCase(), person.password)).toMatchObject({
      status: 202,
      json: { status: 'code_sent' },
    })
    expect((await client.get('/api/me')).json.email).toBe(person.email)
    expect((await readMails(databases.dataDir, person.email)).at(-1)).toContain('wants to change')

    const code = await readCode(databases.dataDir, email)
    const confirmed = await client.post('/api/me/email/confirm', { code })
    expect(confirmed).toMatchObject({ status: 200, json: { email } })
    expect((await User.findById(id).lean())?.email).toBe(email)
    expect((await client.post('/api/me/email/confirm', { code })).status).toBe(400)
    const reset = { email: person.email, code: resetCode, password: 'the old address knows' }
    expect((await new BrowserClient(server.url).post('/api/auth/reset', reset)).status).toBe(400)
    const logIn = (address: string) =>
      new BrowserClient(server.url).post('/api/auth/login', { email: address, password: person.password })
    expect((await logIn(person.email)).status).toBe(401)
    expect((await logIn(email)).status).toBe(200)
  })

  it('gets the same answer when it is taken; its owner gets a hint, and no code opens it', async () => {
    const owner = await somebody()
    const { client, person } = await somebody()
    expect(await ask(client, owner.person.email, person.password)).toMatchObject({
      status: 202,
      json: { status: 'code_sent' },
    })
    const mail = (await readMails(databases.dataDir, owner.person.email)).at(-1)
    expect(mail).toContain('belongs to one already')
    expect(mail).not.toMatch(/\b\d{6}\b/)
    expect((await client.post('/api/me/email/confirm', { code: '123456' })).status).toBe(400)
    expect((await client.get('/api/me')).json.email).toBe(person.email)
  })

  it('that got an account while the code was on its way is refused like a wrong code', async () => {
    const { client, person } = await somebody()
    const rival = newPerson()
    await ask(client, rival.email, person.password)
    const code = await readCode(databases.dataDir, rival.email)
    await enter(new BrowserClient(server.url), databases.dataDir, rival)
    const confirmed = await client.post('/api/me/email/confirm', { code })
    expect(confirmed).toMatchObject({ status: 400, json: { error: { code: 'invalid_input' } } })
    expect((await client.get('/api/me')).json.email).toBe(person.email)
  })

  it("does not come by somebody else's code, and asks for the password", async () => {
    const [one, two] = [await somebody(), await somebody()]
    const { email } = newPerson()
    expect((await ask(one.client, email, 'not the password')).status).toBe(403)
    await ask(one.client, email, one.person.password)
    const code = await readCode(databases.dataDir, email)
    await ask(two.client, email, two.person.password)
    expect((await two.client.post('/api/me/email/confirm', { code })).status).toBe(400)
    expect((await one.client.post('/api/me/email/confirm', { code })).status).toBe(200)
  })

  it('stops at five wrong codes', async () => {
    const { client, person } = await somebody()
    const { email } = newPerson()
    await ask(client, email, person.password)
    const code = await readCode(databases.dataDir, email)
    const wrong = code === '000000' ? '000001' : '000000'
    for (let tried = 0; tried < 5; tried++) await client.post('/api/me/email/confirm', { code: wrong })
    expect((await client.post('/api/me/email/confirm', { code })).status).toBe(400)
  })
})

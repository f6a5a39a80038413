import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { DEFAULT_PREFERENCES } from '#shared/default-preferences'
import { accountMigrations } from '../../../server/accounts/migrations.ts'
import { User } from '../../../server/accounts/user.model.ts'
import { ActionLog } from '../../../server/audit/action-log.model.ts'
import { auditMigrations } from '../../../server/audit/tables.ts'
import { closeLiveCache } from '../../../server/adapters/live-cache/index.ts'
import { enter, newPerson } from '../../support/accounts.ts'
import { BrowserClient } from '../../support/browser-client.ts'
import { startDatabases, type TestDatabases } from '../../support/databases.ts'
import { readCode, readMails } from '../../support/outbox.ts'
import { serveEndpoints, type ServedEndpoints } from '../../support/serve-endpoints.ts'

let databases: TestDatabases
let server: ServedEndpoints
const visit = () => new BrowserClient(server.url)

beforeAll(async () => {
  databases = await startDatabases({ ...accountMigrations, ...auditMigrations }, { RATE_LIMIT_SCALE: '100' })
  server = await serveEndpoints(['/api/auth', '/api/me'])
})
afterAll(async () => {
  await server.stop()
  await closeLiveCache()
  await databases.stop()
})

describe('signing up', () => {
  it('answers code_sent, mails six digits, and verifying them starts a session', async () => {
    const client = visit()
    const person = newPerson({ firstName: 'Ana', email: 'Ana.Admin@Example.org' })
    const begun = await client.post('/api/auth/signup', person)
    expect(begun).toMatchObject({ status: 202, json: { status: 'code_sent' } })
    expect(client.cookies.size).toBe(0)
    const code = await readCode(databases.dataDir, person.email)
    const verified = await client.post('/api/auth/verify', { email: person.email, code })
    expect(verified.status).toBe(200)
    expect(verified.json.user).toMatchObject({ username: person.username, email: 'ana.admin@example.org' })
    const me = await client.get('/api/me')
    expect(me.json).toEqual({
      id: expect.stringMatching(/^[0-9a-f]{24}$/),
      firstName: 'Ana',
      lastName: 'Silva',
      username: person.username,
      email: 'ana.admin@example.org',
      birthDate: '1990-05-17',
      registrationDate: expect.any(String),
      lastLoginDate: expect.any(String),
      profilePicture: '',
      onBoardingStatus: 'new',
      emailVerificationCode: null,
      isAdmin: true,
      role: 'admin',
      bio: '',
      preferences: DEFAULT_PREFERENCES,
    })
    const actions = await ActionLog.find({ user_cc: me.json.id }).distinct('action')
    expect(actions).toEqual(['SIGN_UP', 'VERIFY_EMAIL'])
  })

  it('keeps a profile with every field of the data model but the password', async () => {
    const client = visit()
    const person = await enter(client, databases.dataDir)
    const user = await User.findOne({ username: person.username }).lean()
    expect(Object.keys(user!)).toEqual(expect.arrayContaining([
      'birthDate', 'email', 'emailVerificationCode', 'firstName', 'isAdmin', 'lastLoginDate', 'lastName',
      'onBoardingStatus', 'profilePicture', 'registrationDate', 'username',
    ])) // prettier-ignore
    for (const secret of ['password', 'comparePassword', 'password_hash'])
      expect(user).not.toHaveProperty(secret)
    expect(user).toMatchObject({ isAdmin: false, birthDate: new Date('1990-05-17') })
  })

  it('answers the same for an address that has an account, and tells its owner', async () => {
    const person = await enter(visit(), databases.dataDir)
    const again = await visit().post('/api/auth/signup', newPerson({ email: person.email.toUpperCase() }))
    expect(again).toMatchObject({ status: 202, json: { status: 'code_sent' } })
    const mails = await readMails(databases.dataDir, person.email)
    expect(mails.at(-1)).toContain('You already have')
    expect(mails.at(-1)).not.toMatch(/\b\d{6}\b/)
  })

  it('answers 409 when the username is taken, also by somebody who still has to verify', async () => {
    const person = await enter(visit(), databases.dataDir)
    const taken = await visit().post('/api/auth/signup', newPerson({ username: person.username }))
    expect(taken).toMatchObject({ status: 409, json: { error: { code: 'conflict' } } })
    const waiting = newPerson()
    expect((await visit().post('/api/auth/signup', waiting)).status).toBe(202)
    const second = await visit().post(
      '/api/auth/signup',
      newPerson({ username: waiting.username.toUpperCase() }),
    )
    expect(second.status).toBe(409)
  })

  it('gives an account the password of the sign-up whose code was used, not of another for the same address', async () => {
    const victim = newPerson()
    await visit().post('/api/auth/signup', victim)
    const code = await readCode(databases.dataDir, victim.email)
    await visit().post('/api/auth/signup', newPerson({ email: victim.email, password: 'the attacker knows' }))
    expect((await visit().post('/api/auth/verify', { email: victim.email, code })).status).toBe(200)
    const logIn = (password: string) => visit().post('/api/auth/login', { email: victim.email, password })
    expect((await logIn('the attacker knows')).status).toBe(401)
    expect((await logIn(victim.password)).status).toBe(200)
  })

  it('mails another code when asked, and both work until one is used', async () => {
    const person = newPerson()
    await visit().post('/api/auth/signup', person)
    const first = await readCode(databases.dataDir, person.email)
    expect(await visit().post('/api/auth/resend-code', { email: person.email })).toMatchObject({
      status: 202,
      json: { status: 'code_sent' },
    })
    const second = await readCode(databases.dataDir, person.email)
    expect((await visit().post('/api/auth/verify', { email: person.email, code: second })).status).toBe(200)
    expect((await visit().post('/api/auth/verify', { email: person.email, code: first })).status).toBe(400)
  })

  it('sends at most five codes an hour to one address, known or not', async () => {
    const email = newPerson().email
    for (let sent = 0; sent < 5; sent++)
      expect((await visit().post('/api/auth/forgot', { email })).status).toBe(202)
    const sixth = await visit().post('/api/auth/forgot', { email })
    expect(sixth).toMatchObject({ status: 429, json: { error: { code: 'rate_limited' } } })
    expect(Number(sixth.headers.get('retry-after'))).toBeGreaterThan(3000)
    expect(await readMails(databases.dataDir, email)).toEqual([])
  })
})

describe('logging in and out', () => {
  it('answers 401 alike for a wrong password and an unknown address', async () => {
    const person = await enter(visit(), databases.dataDir, newPerson({ lastName: 'Costa' }))
    const wrong = await visit().post('/api/auth/login', { email: person.email, password: 'not the password' })
    const unknown = await visit().post('/api/auth/login', {
      email: 'nobody@example.org',
      password: 'not the password',
    })
    expect(wrong.status).toBe(401)
    expect(unknown.status).toBe(401)
    expect({ ...unknown.json.error, requestId: '' }).toEqual({ ...wrong.json.error, requestId: '' })
    expect(await ActionLog.countDocuments({ action: 'LOGIN_FAILED', user_name: 'Maria Costa' })).toBe(1)
  })

  it('replaces the session with the log-in, and the old cookie answers 401 after the log-out', async () => {
    const client = visit()
    const person = await enter(client, databases.dataDir)
    const before = client.cookieHeader()
    const entered = await client.post('/api/auth/login', { email: person.email, password: person.password })
    expect(entered).toMatchObject({ status: 200, json: { user: { username: person.username } } })
    expect(client.cookieHeader()).not.toBe(before)
    expect((await visit().get('/api/me', { cookie: before })).status).toBe(401)

    const cookie = client.cookieHeader()
    expect((await client.get('/api/auth/session')).json).toMatchObject({ kind: 'user' })
    expect((await client.post('/api/auth/logout')).status).toBe(204)
    expect(client.cookies.size).toBe(0)
    expect((await visit().get('/api/auth/session', { cookie })).status).toBe(401)
    expect((await visit().get('/api/me', { cookie })).status).toBe(401)
    const value = cookie.split('=')[1]!
    expect((await visit().get('/api/me', { 'x-clipway-session-session': value })).status).toBe(401)
  })

  it('sets a cookie that scripts and other sites cannot use', async () => {
    const client = visit()
    const person = await enter(client, databases.dataDir)
    const { headers } = await client.post('/api/auth/login', {
      email: person.email,
      password: person.password,
    })
    expect(headers.getSetCookie()).toEqual([
      expect.stringMatching(/^clipway-session=[^;]+; Max-Age=2592000; Path=\/; HttpOnly; SameSite=Lax$/),
    ])
  })

  it('stops after ten wrong passwords for one account; right ones do not count', async () => {
    const person = await enter(visit(), databases.dataDir)
    const logIn = (password: string) => visit().post('/api/auth/login', { email: person.email, password })
    const nine = await Promise.all(Array.from({ length: 9 }, () => logIn('wrong')))
    expect(nine.map(({ status }) => status)).toEqual(Array(9).fill(401))
    for (let right = 0; right < 3; right++) expect((await logIn(person.password)).status).toBe(200)
    expect((await logIn('wrong')).status).toBe(401)
    const refused = await logIn(person.password)
    expect(refused.status).toBe(429)
    expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(600)

    await visit().post('/api/auth/forgot', { email: person.email })
    const code = await readCode(databases.dataDir, person.email)
    await visit().post('/api/auth/reset', { email: person.email, code, password: 'a new password' })
    expect((await logIn('a new password')).status).toBe(200)
  })

  it('does not accept a session cookie that somebody else sealed', async () => {
    const forged = 'clipway-session=Fe26.2**abc*def*ghi*123*jkl*mno'
    expect((await visit().get('/api/me', { cookie: forged })).status).toBe(401)
    expect((await visit().get('/api/me', { cookie: `clipway-session=${'x'.repeat(5000)}` })).status).toBe(401)
  })
})

describe('a forgotten password', () => {
  it('is replaced with a mailed code; every session and token ends', async () => {
    const client = visit()
    const person = await enter(client, databases.dataDir)
    const token = (await client.post('/api/me/tokens', { name: 'script', scopes: ['read'] })).json
      .token as string
    expect((await visit().post('/api/auth/forgot', { email: person.email })).status).toBe(202)
    const code = await readCode(databases.dataDir, person.email)
    const body = { email: person.email, code, password: 'an even better one' }
    expect((await visit().post('/api/auth/reset', body)).status).toBe(204)
    expect((await client.get('/api/me')).status).toBe(401)
    expect((await visit().get('/api/me', { authorization: `Bearer ${token}` })).status).toBe(401)
    const logIn = (password: string) => visit().post('/api/auth/login', { email: person.email, password })
    expect((await logIn(person.password)).status).toBe(401)
    expect((await logIn(body.password)).status).toBe(200)
    expect((await visit().post('/api/auth/reset', body)).status).toBe(400)
  })

  it('cannot be replaced with the code of a sign-up', async () => {
    const person = newPerson()
    await visit().post('/api/auth/signup', person)
    const code = await readCode(databases.dataDir, person.email)
    const reset = await visit().post('/api/auth/reset', {
      email: person.email,
      code,
      password: 'something long',
    })
    expect(reset.status).toBe(400)
  })
})

describe('sessions and tokens', () => {
  it('lists where somebody is logged in, and logs a device out', async () => {
    const laptop = visit()
    const person = await enter(laptop, databases.dataDir)
    const phone = visit()
    await phone.post(
      '/api/auth/login',
      { email: person.email, password: person.password },
      { 'user-agent': 'Phone' },
    )
    const { items } = (await laptop.get('/api/me/sessions')).json
    expect(items).toHaveLength(2)
    expect(items.filter((item: { isCurrent: boolean }) => item.isCurrent)).toHaveLength(1)
    const other = items.find((item: { userAgent: string }) => item.userAgent === 'Phone')
    const stranger = visit()
    await enter(stranger, databases.dataDir)
    expect((await stranger.delete(`/api/me/sessions/${other.id}`)).status).toBe(404)
    expect((await laptop.delete(`/api/me/sessions/${other.id}`)).status).toBe(204)
    expect((await phone.get('/api/me')).status).toBe(401)
    expect((await laptop.get('/api/me')).status).toBe(200)
  })

  it('makes a token that works with its scopes alone, and stops when revoked', async () => {
    const client = visit()
    await enter(client, databases.dataDir)
    const made = await client.post('/api/me/tokens', { name: 'reader', scopes: ['read'], expiresInDays: 7 })
    expect(made.status).toBe(201)
    expect(made.json).toMatchObject({
      name: 'reader',
      scopes: ['read'],
      token: expect.stringMatching(/^clipway_[\w-]{43}$/),
    })
    const authorization = `Bearer ${made.json.token}`
    expect((await visit().get('/api/me', { authorization })).status).toBe(200)
    expect((await visit().send('PATCH', '/api/me', { firstName: 'Eve' }, { authorization })).status).toBe(403)
    const listed = (await client.get('/api/me/tokens')).text
    expect(listed).not.toContain(made.json.token)
    const stranger = visit()
    await enter(stranger, databases.dataDir)
    expect((await stranger.delete(`/api/me/tokens/${made.json.id}`)).status).toBe(404)
    expect((await client.delete(`/api/me/tokens/${made.json.id}`)).status).toBe(204)
    expect((await visit().get('/api/me', { authorization })).status).toBe(401)
  })

  it('never gives a token more than its maker has, and lets no token make one', async () => {
    const client = visit()
    await enter(client, databases.dataDir)
    for (const scope of ['moderate', 'operate', 'admin'])
      expect((await client.post('/api/me/tokens', { name: 'x', scopes: ['read', scope] })).status).toBe(403)
    const { token } = (await client.post('/api/me/tokens', { name: 'x', scopes: ['read', 'write'] })).json
    const widened = await visit().post(
      '/api/me/tokens',
      { name: 'y', scopes: ['write'] },
      { authorization: `Bearer ${token}` },
    )
    expect(widened.status).toBe(403)
  })

  it('asks for a session everywhere', async () => {
    for (const path of ['/api/auth/session', '/api/me', '/api/me/tokens', '/api/me/sessions'])
      expect((await visit().get(path)).status).toBe(401)
    expect((await visit().post('/api/auth/logout')).status).toBe(401)
    expect((await visit().get('/api/me', { authorization: 'Bearer clipway_wrong' })).status).toBe(401)
    expect((await visit().get('/api/me', { authorization: 'Basic abc' })).status).toBe(401)
  })

  it('changes names in the profile and where requests read them', async () => {
    const client = visit()
    await enter(client, databases.dataDir)
    const changed = await client.patch('/api/me', { lastName: ' Santos ' })
    expect(changed).toMatchObject({ status: 200, json: { firstName: 'Maria', lastName: 'Santos' } })
    expect((await client.get('/api/me')).json.lastName).toBe('Santos')
    for (const key of ['isAdmin', 'role', 'email', 'username', '_id', 'password', 'registrationDate'])
      expect((await client.patch('/api/me', { [key]: 'x' })).status).toBe(422)
  })
})

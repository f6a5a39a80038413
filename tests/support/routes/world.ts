import { randomUUID } from 'node:crypto'
import mongoose, { mongo, Types } from 'mongoose'
import type { Role, Scope } from '#shared/accounts'
import { scopesOfRole } from '#shared/role-scopes'
import { hashToken, TOKEN_PREFIX } from '../../../server/accounts/find-token.ts'
import { accountMigrations } from '../../../server/accounts/migrations.ts'
import { hashPassword } from '../../../server/accounts/password-hash.ts'
import { startSession } from '../../../server/accounts/start-session.ts'
import { accountsSql } from '../../../server/accounts/tables.ts'
import { User } from '../../../server/accounts/user.model.ts'
import { SESSION_COOKIE } from '../../../server/http/session-cookie.ts'
import { closeLiveCache } from '../../../server/adapters/live-cache/index.ts'
import { closeQueue } from '../../../server/adapters/queue/index.ts'
import { auditMigrations } from '../../../server/audit/tables.ts'
import '../../../server/all-models.ts'
import { startDatabases } from '../databases.ts'
import { guestClient, sealedCookie } from '../guests.ts'
import { serveEndpoints } from '../serve-endpoints.ts'

/** Somebody of the table's world, with a token for all that they may do. */
export interface Person {
  id: string
  username: string
  email: string
  role: Role
  token: string
}

export interface World {
  url: string
  dataDir: string
  /** Who calls, unless a row says otherwise. */
  me: Person
  /** Whose private things nobody else may know of. */
  other: Person
  admin: Person
  /** Cookie of a visitor without an account. */
  guestCookie: string
  /** Of `me`, as a browser sends it. */
  myCookie: string
  makePerson(role?: Role): Promise<Person>
  makeToken(person: Person, scopes: readonly Scope[]): Promise<string>
  stop(): Promise<void>
}

/**
 * "Last used" is written once in a while, which would look like a change that an attack made. So it lies ahead, further
 * than the slowest machine takes for a file of tests.
 */
const lastUse = () => Date.now() + 6 * 3600_000

export const PASSWORD = 'correct horse battery'

/**
 * Every route of the project served on databases of its own, with the people that its rows speak of.
 * @param connection further options of the database connection
 */
export async function makeWorld(connection?: string): Promise<World> {
  const databases = await startDatabases(
    { ...accountMigrations, ...auditMigrations },
    { RATE_LIMIT_SCALE: '1000', CLIPWAY_DEMO: '0' },
    connection,
  )
  const server = await serveEndpoints(['/'])
  const [me, other, admin] = [await makePerson(), await makePerson(), await makePerson('admin')]
  const guestCookie = (await guestClient(server.url)).cookieHeader()
  const myCookie = await cookieOf(me)
  await accountsSql().updateTable('sessions').set({ last_seen_at: lastUse() }).execute()
  return {
    url: server.url,
    dataDir: databases.dataDir,
    me,
    other,
    admin,
    guestCookie,
    myCookie,
    makePerson,
    makeToken,
    async stop() {
      await server.stop()
      await closeQueue(0)
      await closeLiveCache()
      await databases.stop()
    },
  }
}

let hashed: Promise<string> | undefined
let count = 0

/** The account, its profile and a token. */
export async function makePerson(role: Role = 'viewer'): Promise<Person> {
  const id = new Types.ObjectId()
  const username = `person-${++count}-${id.toHexString().slice(-6)}`
  const email = `${username}@example.org`
  const [firstName, lastName] = ['Maria', 'Silva']
  await accountsSql()
    .insertInto('accounts')
    .values({
      id: id.toHexString(),
      email,
      username,
      name: `${firstName} ${lastName}`,
      role,
      password_hash: await (hashed ??= hashPassword(PASSWORD)),
      created_at: Date.now(),
    })
    .execute()
  await User.create({
    _id: id,
    firstName,
    lastName,
    username,
    email,
    birthDate: new Date('1990-05-17'),
    registrationDate: new Date(),
    isAdmin: role === 'admin',
  })
  const person = { id: id.toHexString(), username, email, role, token: '' }
  return { ...person, token: await makeToken(person, scopesOfRole(role)) }
}

export async function makeToken(person: Person, scopes: readonly Scope[]): Promise<string> {
  const token = TOKEN_PREFIX + randomUUID()
  const row = {
    id: randomUUID(),
    account_id: person.id,
    name: 'test',
    token_hash: hashToken(token),
    scopes: scopes.join(' '),
    created_at: Date.now(),
    last_used_at: lastUse(),
  }
  await accountsSql().insertInto('api_tokens').values(row).execute()
  return token
}

async function cookieOf({ id }: Person): Promise<string> {
  const started = await startSession(accountsSql(), { accountId: id, userAgent: 'test' }, new Date())
  return `${SESSION_COOKIE}=${await sealedCookie(started)}`
}

const SQL_TABLES = ['accounts', 'sign_ups', 'codes', 'sessions', 'api_tokens'] as const

/** Rows and documents, by table or collection. */
export type Stored = Record<string, Record<string, unknown>[]>

/** Everything that is stored: two of them are equal when nothing was changed in between. */
export async function readEverything(): Promise<Stored> {
  const stored: Stored = {}
  const { db } = mongoose.connection
  for (const { name } of await db!.listCollections({}, { nameOnly: true }).toArray()) {
    if (name.startsWith('system.')) continue
    const documents = await db!.collection(name).find().sort({ _id: 1 }).toArray()
    if (documents.length > 0) stored[name] = documents
  }
  for (const table of SQL_TABLES)
    stored[table] = await accountsSql().selectFrom(table).selectAll().orderBy('id').execute()
  return stored
}

/** What differs, a line each: of thousands of documents the one that tells who changed it. */
export function changesBetween(before: Stored, after: Stored): string[] {
  const places = new Set([...Object.keys(before), ...Object.keys(after)])
  return [...places].flatMap((place) => {
    const [old, now] = [textsById(before[place]), textsById(after[place])]
    const changed = [...new Set([...old.keys(), ...now.keys()])].filter((id) => old.get(id) !== now.get(id))
    return changed.map((id) => `${place}: ${old.get(id) ?? 'nothing'} -> ${now.get(id) ?? 'nothing'}`)
  })
}

function textsById(rows: Record<string, unknown>[] = []): Map<string, string> {
  return new Map(rows.map((row) => [String(row._id ?? row.id), mongo.BSON.EJSON.stringify(row)]))
}

import { fork } from 'node:child_process'
import { once } from 'node:events'
import { stat } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import { sql, type Kysely } from 'kysely'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest'
import { createSql, migrateSql } from '#server/adapters/sql/index'
import type { SqlMigrations } from '#server/adapters/sql/port'
import { isUniqueViolation } from '#server/adapters/sql/sql-error'
import { Unavailable } from '#server/errors'
import { startPostgres, type TestPostgres } from '../support/postgres.ts'
import { runOnSmallDisk } from '../support/small-disk.ts'
import { makeTempDir } from '../support/temp-dir.ts'

interface Tables {
  owner: { id: string; name: string; createdAt: number; isActive: 0 | 1 }
  pet: { id: string; ownerId: string; grams: number }
}

const migrations: SqlMigrations = {
  '1-owner': {
    async up(db) {
      await db.schema
        .createTable('owner')
        .addColumn('id', 'text', (column) => column.primaryKey())
        .addColumn('name', 'text', (column) => column.notNull().unique())
        .addColumn('createdAt', 'bigint', (column) => column.notNull())
        .addColumn('isActive', 'integer', (column) => column.notNull().defaultTo(1))
        .execute()
    },
  },
  '2-pet': {
    async up(db) {
      await db.schema
        .createTable('pet')
        .addColumn('id', 'text', (column) => column.primaryKey())
        .addColumn('ownerId', 'text', (column) => column.notNull().references('owner.id').onDelete('cascade'))
        .addColumn('grams', 'double precision', (column) => column.notNull())
        .execute()
    },
  },
}

interface Engine {
  name: string
  /** A fresh, empty database. */
  open(): Promise<{ databaseUrl?: string; paths: { sqlite: string } }>
}

let postgres: TestPostgres
let folder: Awaited<ReturnType<typeof makeTempDir>>
beforeAll(async () => {
  folder = await makeTempDir('sql')
  postgres = await startPostgres()
})
afterAll(async () => {
  await postgres?.stop()
  await folder?.remove()
})

let opened = 0
const engines: Engine[] = [
  { name: 'sqlite', open: async () => ({ paths: { sqlite: `${folder.path}/${(opened += 1)}/db.sqlite` } }) },
  {
    name: 'postgres',
    open: async () => {
      const name = `test_${(opened += 1)}`
      const admin = createSql({ databaseUrl: postgres.url, paths: { sqlite: '' } })
      await sql`create database ${sql.id(name)}`.execute(admin)
      await admin.destroy()
      return { databaseUrl: postgres.url.replace('/postgres?', `/${name}?`), paths: { sqlite: '' } }
    },
  },
]

describe.each(engines)('SQL on $name', ({ open }) => {
  let settings: Awaited<ReturnType<Engine['open']>>
  let db: Kysely<Tables>
  const ada = { id: 'a', name: 'Ada', createdAt: 1_800_000_000_123, isActive: 1 as const }

  beforeEach(async () => {
    settings = await open()
    await migrateSql(migrations, settings)
    db = createSql<Tables>(settings)
  })
  afterEach(() => db.destroy())

  it('gives times, counts and sums back as numbers', async () => {
    await db.insertInto('owner').values(ada).execute()
    await db.insertInto('pet').values({ id: 'p', ownerId: 'a', grams: 12.5 }).execute()
    expect({ ...(await db.selectFrom('owner').selectAll().executeTakeFirstOrThrow()) }).toEqual(ada)
    const totals = await db
      .selectFrom('owner')
      .innerJoin('pet', 'pet.ownerId', 'owner.id')
      .select((eb) => [
        eb.fn.countAll().as('count'),
        eb.fn.sum('grams').as('grams'),
        eb.fn.sum('createdAt').as('time'),
      ])
      .executeTakeFirstOrThrow()
    expect({ ...totals }).toEqual({ count: 1, grams: 12.5, time: ada.createdAt })
  })

  it('throws rather than round a number beyond 2^53', async () => {
    await expect(sql`select cast('9007199254740993' as bigint) as n`.execute(db)).rejects.toThrow(
      /9007199254740993/,
    )
  })

  it('counts changed rows and returns inserted ones', async () => {
    const inserted = await db.insertInto('owner').values(ada).returning(['id']).executeTakeFirstOrThrow()
    expect(inserted.id).toBe('a')
    const updated = await db
      .updateTable('owner')
      .set({ name: 'Lovelace' })
      .where('id', '=', 'a')
      .executeTakeFirst()
    expect(updated.numUpdatedRows).toBe(1n)
    const removed = await db.deleteFrom('owner').where('id', '=', 'missing').executeTakeFirst()
    expect(removed.numDeletedRows).toBe(0n)
  })

  it('tells a taken unique value from other errors', async () => {
    await db.insertInto('owner').values(ada).execute()
    const again = (row: Partial<typeof ada>) =>
      db
        .insertInto('owner')
        .values({ ...ada, ...row })
        .execute()
        .catch((error: unknown) => error)
    expect(isUniqueViolation(await again({ name: 'Other' }))).toBe(true)
    expect(isUniqueViolation(await again({ id: 'b' }))).toBe(true)
    const orphan = await db
      .insertInto('pet')
      .values({ id: 'x', ownerId: 'nobody', grams: 1 })
      .execute()
      .catch((error: unknown) => error)
    expect(orphan).toBeInstanceOf(Error)
    expect(isUniqueViolation(orphan)).toBe(false)
  })

  it('updates on conflict', async () => {
    for (const label of ['Ada', 'Countess']) {
      await db
        .insertInto('owner')
        .values({ ...ada, name: label })
        .onConflict((conflict) => conflict.column('id').doUpdateSet({ name: label }))
        .execute()
    }
    expect((await db.selectFrom('owner').select('name').execute()).map((row) => row.name)).toEqual([
      'Countess',
    ])
  })

  it('deletes what belongs to a deleted row', async () => {
    await db.insertInto('owner').values(ada).execute()
    await db.insertInto('pet').values({ id: 'p', ownerId: 'a', grams: 1 }).execute()
    await db.deleteFrom('owner').execute()
    expect(await db.selectFrom('pet').selectAll().execute()).toEqual([])
  })

  it('takes a failed transaction back whole', async () => {
    const failing = db.transaction().execute(async (trx) => {
      await trx.insertInto('owner').values(ada).execute()
      throw new Error('on purpose')
    })
    await expect(failing).rejects.toThrow('on purpose')
    expect(await db.selectFrom('owner').selectAll().execute()).toEqual([])
  })

  it('never mixes the statements of concurrent transactions and single queries', async () => {
    const transfer = (index: number) =>
      db.transaction().execute(async (trx) => {
        await trx
          .insertInto('owner')
          .values({ ...ada, id: `t${index}`, name: `t${index}` })
          .execute()
        await new Promise((resolve) => setTimeout(resolve, index % 3))
        if (index % 2 === 1) throw new Error('on purpose')
        await trx
          .insertInto('pet')
          .values({ id: `t${index}`, ownerId: `t${index}`, grams: index })
          .execute()
      })
    const single = (index: number) =>
      db
        .insertInto('owner')
        .values({ ...ada, id: `s${index}`, name: `s${index}` })
        .execute()
    const results = await Promise.allSettled(
      Array.from({ length: 40 }, (_, index) => [transfer(index), single(index)]).flat(),
    )
    expect(results.filter((result) => result.status === 'rejected')).toHaveLength(20)
    const owners = (await db.selectFrom('owner').select('id').execute()).map((row) => row.id)
    expect(owners.filter((id) => id.startsWith('s'))).toHaveLength(40)
    expect(owners.filter((id) => id.startsWith('t'))).toHaveLength(20)
    expect(await db.selectFrom('pet').selectAll().execute()).toHaveLength(20)
  })

  it('rolls back to a savepoint', async () => {
    const trx = await db.startTransaction().execute()
    await trx.insertInto('owner').values(ada).execute()
    const inner = await trx.savepoint('before "pets"').execute()
    await inner.insertInto('pet').values({ id: 'p', ownerId: 'a', grams: 1 }).execute()
    await (await inner.rollbackToSavepoint('before "pets"').execute()).commit().execute()
    expect(await db.selectFrom('owner').selectAll().execute()).toHaveLength(1)
    expect(await db.selectFrom('pet').selectAll().execute()).toHaveLength(0)
  })

  it('keeps values out of the statement', async () => {
    const hostile = `x'); drop table pet; --`
    await db
      .insertInto('owner')
      .values({ ...ada, name: hostile })
      .execute()
    const found = await db.selectFrom('owner').selectAll().where('name', '=', hostile).execute()
    expect(found).toHaveLength(1)
    expect(await db.selectFrom('pet').selectAll().execute()).toEqual([])
  })

  it('runs each migration once, also one that sorts before those that ran', async () => {
    await db.insertInto('owner').values(ada).execute()
    await migrateSql(migrations, settings)
    const later: SqlMigrations = {
      '0-toy': { up: async (schema) => schema.schema.createTable('toy').addColumn('id', 'text').execute() },
    }
    await migrateSql({ ...migrations, ...later }, settings)
    expect(await db.selectFrom('owner').selectAll().execute()).toHaveLength(1)
    await sql`select id from toy`.execute(db)
  })

  it('takes all migrations of a start back when one fails', async () => {
    const failing: SqlMigrations = {
      ...migrations,
      '3-toy': { up: async (schema) => schema.schema.createTable('toy').addColumn('id', 'text').execute() },
      '4-broken': { up: async (schema) => void (await sql`create nonsense`.execute(schema)) },
    }
    await expect(migrateSql(failing, settings)).rejects.toThrow(/nonsense/)
    await expect(sql`select id from toy`.execute(db)).rejects.toThrow(/toy/)
    await migrateSql(migrations, settings)
  })

  it('migrates once when four processes start at the same time', async () => {
    const fresh = await open()
    const run = async () => {
      const child = fork(fileURLToPath(new URL('../support/migrate-process.ts', import.meta.url)), {
        env: { ...process.env, SQL_SETTINGS: JSON.stringify(fresh) },
        stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
      })
      let said = ''
      child.stderr!.on('data', (text: Buffer) => (said += text.toString()))
      const [code] = (await once(child, 'exit')) as [number]
      return { code, said: code === 0 ? '' : said }
    }
    const results = await Promise.all(Array.from({ length: 4 }, run))
    expect(results).toEqual(Array.from({ length: 4 }, () => ({ code: 0, said: '' })))
    const reader = createSql<{ runs: { id: string } }>(fresh)
    expect(await reader.selectFrom('runs').selectAll().execute()).toHaveLength(1)
    await reader.destroy()
  })
})

describe('SQL on postgres when the server goes away', () => {
  it('answers Unavailable, and works again once the server is back', async () => {
    const db = createSql({ databaseUrl: postgres.url, paths: { sqlite: '' } })
    const ping = () => sql`select 1`.execute(db)
    await ping()
    const open = await db.startTransaction().execute()
    await postgres.kill()
    await expect(sql`select 1`.execute(open)).rejects.toBeInstanceOf(Unavailable)
    await open
      .rollback()
      .execute()
      .catch(() => undefined)
    for (let attempt = 0; attempt < 3; attempt += 1) await expect(ping()).rejects.toBeInstanceOf(Unavailable)
    await postgres.start()
    await ping()
    await db.destroy()
  })
})

describe('the SQLite file', () => {
  it('is for its owner alone, and keeps its writes in a log', async () => {
    const settings = { paths: { sqlite: `${folder.path}/private/db.sqlite` } }
    const db = createSql(settings)
    const { rows } = await sql<{ journal_mode: string }>`pragma journal_mode`.execute(db)
    expect(rows[0]?.journal_mode).toBe('wal')
    await sql`create table t (id text)`.execute(db)
    for (const suffix of ['', '-wal', '-shm']) {
      expect((await stat(settings.paths.sqlite + suffix)).mode & 0o777).toBe(0o600)
    }
    await db.destroy()
  })

  it('says so when the disk is full, and keeps every row that was stored', async () => {
    const answer = (await runOnSmallDisk('fill-with-rows', `${folder.path}/disk`, '')) as { stored: number }
    expect(answer.stored).toBeGreaterThan(10)
    expect(answer).toEqual({
      stored: answer.stored,
      error: 'insufficient_storage',
      inTransaction: 'insufficient_storage',
      kept: answer.stored,
    })
  })

  it('gives a transaction that waits for itself an error in the end', async () => {
    const db = createSql<Tables>({ paths: { sqlite: `${folder.path}/stuck.sqlite` } })
    await sql`select 1`.execute(db)
    vi.useFakeTimers({ toFake: ['setTimeout'] })
    const stuck = db.transaction().execute(async () => void (await sql`select 1`.execute(db)))
    const outcome = expect(stuck).rejects.toBeInstanceOf(Unavailable)
    await vi.advanceTimersByTimeAsync(11_000)
    await outcome
    vi.useRealTimers()
    await sql`select 1`.execute(db)
    await db.destroy()
  })
})

describe('SQL on sqlite with a second process writing', () => {
  it('waits for the lock without stopping the event loop', async () => {
    const settings = { paths: { sqlite: `${folder.path}/shared.sqlite` } }
    await migrateSql(migrations, settings)
    const [first, second] = [createSql<Tables>(settings), createSql<Tables>(settings)]
    const trx = await first.startTransaction().execute()
    await trx.insertInto('owner').values({ id: '1', name: '1', createdAt: 0, isActive: 1 }).execute()
    const waiting = second
      .insertInto('owner')
      .values({ id: '2', name: '2', createdAt: 0, isActive: 1 })
      .execute()
    let ticks = 0
    const timer = setInterval(() => (ticks += 1), 10)
    await new Promise((resolve) => setTimeout(resolve, 500))
    clearInterval(timer)
    await trx.commit().execute()
    await waiting
    expect(ticks).toBeGreaterThan(5)
    expect(await first.selectFrom('owner').selectAll().execute()).toHaveLength(2)
    await Promise.all([first.destroy(), second.destroy()])
  })
})

import { randomBytes } from 'node:crypto'
import { mkdirSync, writeFileSync } from 'node:fs'
import { readdir } from 'node:fs/promises'
import { Readable } from 'node:stream'
import { OutboxMailer } from '#server/adapters/mailer/outbox'
import { FilesystemStore } from '#server/adapters/object-store/filesystem'
import { createSql, migrateSql } from '#server/adapters/sql/index'
import type { AppError } from '#server/errors'

// Runs where `disk` is a file system of 8 MB, and tells its parent what happened.
const [task, disk, other] = process.argv.slice(2) as [string, string, string]
const type = { contentType: 'video/mp4' }
const MIB = 1024 * 1024

const tasks: Record<string, () => Promise<unknown>> = {
  async 'fill-with-objects'() {
    const store = new FilesystemStore(`${disk}/objects`)
    await store.put('videos/old', Buffer.alloc(MIB, 1), type)
    const big = () => Readable.from(Array.from({ length: 16 }, () => randomBytes(MIB)))
    const errors = [
      await errorOf(store.put('videos/new', big(), type)),
      await errorOf(store.put('videos/old', big(), type)),
      await errorOf(store.put('videos/buffer', randomBytes(16 * MIB), type)),
      await errorOf(store.putFile('videos/file', other, type)),
      await errorOf(store.putFile('videos/file', other, { ...type, consume: true })),
    ]
    const keys = []
    for await (const { key, sizeBytes } of store.list('')) keys.push(`${key} ${sizeBytes}`)
    const freeBytes = await store.freeBytes()
    await store.put('videos/fits', Buffer.alloc(1024), type)
    return { errors, keys, partials: await readdir(`${disk}/objects/.partial`), freeBytes }
  },

  /** From this file system to another, where no rename is possible. */
  async 'move-across'() {
    mkdirSync(`${disk}/in`)
    writeFileSync(`${disk}/in/file`, 'from another file system')
    const store = new FilesystemStore(other)
    const info = await store.putFile('originals/moved', `${disk}/in/file`, { ...type, consume: true })
    return { sizeBytes: info.sizeBytes, left: await readdir(`${disk}/in`) }
  },

  async 'fill-with-rows'() {
    const settings = { paths: { sqlite: `${disk}/db.sqlite` } }
    await migrateSql(
      {
        '1': {
          up: (db) =>
            db.schema
              .createTable('row')
              .addColumn('id', 'integer', (column) => column.primaryKey())
              .addColumn('text', 'text')
              .execute(),
        },
      },
      settings,
    )
    const db = createSql<{ row: { id: number; text: string } }>(settings)
    const insert = (id: number) =>
      db
        .insertInto('row')
        .values({ id, text: 'x'.repeat(100_000) })
        .execute()
    let stored = 0
    let error = 'stored'
    while (error === 'stored' && stored < 200) {
      error = await errorOf(insert(stored))
      if (error === 'stored') stored += 1
    }
    const inTransaction = await errorOf(
      db.transaction().execute(async (trx) => {
        await trx.deleteFrom('row').where('id', '=', 0).execute()
        await trx
          .insertInto('row')
          .values({ id: -1, text: 'x'.repeat(8 * MIB) })
          .execute()
      }),
    )
    const kept = await db
      .selectFrom('row')
      .select(({ fn }) => fn.countAll<number>().as('count'))
      .executeTakeFirstOrThrow()
    return { stored, error, inTransaction, kept: kept.count }
  },

  async 'fill-with-mails'() {
    const outbox = `${disk}/outbox`
    const mailer = new OutboxMailer(outbox, 'Clipway <no-reply@localhost>')
    await mailer.send({ to: 'ada@example.com', subject: 'first', text: 'first' })
    writeFileSync(`${disk}/ballast`, randomBytes(8 * MIB - 64 * 1024))
    const error = await errorOf(
      mailer.send({ to: 'ada@example.com', subject: 'x', text: 'x'.repeat(99_999) }),
    )
    return { error, files: (await readdir(outbox)).map((name) => name.replace(/^.*\./, '.')) }
  },
}

async function errorOf(promise: Promise<unknown>): Promise<string> {
  return promise.then(
    () => 'stored',
    (error: AppError) => error.code ?? error.message,
  )
}

process.send!(await tasks[task]!())

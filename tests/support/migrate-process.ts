import { migrateSql } from '#server/adapters/sql/index'

// A child process for "two start at once": slow on purpose, so that the others arrive meanwhile.
await migrateSql(
  {
    '1-runs': {
      async up(db) {
        await db.schema.createTable('runs').addColumn('id', 'text').execute()
        await new Promise((resolve) => setTimeout(resolve, 300))
        await db
          .insertInto('runs')
          .values({ id: String(process.pid) })
          .execute()
      },
    },
  },
  JSON.parse(process.env.SQL_SETTINGS!),
)

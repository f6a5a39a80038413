import { getSql } from '../adapters/sql/index.ts'
import type { SqlMigrations } from '../adapters/sql/port.ts'
import { EMPTY_CHAIN } from './action-chain.ts'

interface AuditTables {
  /** One row, outside the database that holds the log: the newest entry that anybody was told of. */
  audit_head: { id: 'head'; seq: number; hash: string }
}

export function auditSql() {
  return getSql<AuditTables>()
}

export const auditMigrations: SqlMigrations = {
  '2026-11-21-audit-head': {
    async up(db) {
      await db.schema
        .createTable('audit_head')
        .addColumn('id', 'text', (column) => column.primaryKey())
        .addColumn('seq', 'bigint', (column) => column.notNull())
        .addColumn('hash', 'text', (column) => column.notNull())
        .execute()
      // made here and nowhere else: a row that is missing later was taken away
      await db
        .insertInto('audit_head')
        .values({ id: 'head', ...EMPTY_CHAIN })
        .execute()
    },
  },
}

import type { SqlMigrations } from '../adapters/sql/port.ts'

export const accountMigrations: SqlMigrations = {
  '2026-11-21-accounts': {
    async up(db) {
      await db.schema
        .createTable('accounts')
        .addColumn('id', 'text', (column) => column.primaryKey())
        .addColumn('email', 'text', (column) => column.notNull().unique())
        .addColumn('username', 'text', (column) => column.notNull().unique())
        .addColumn('name', 'text', (column) => column.notNull())
        .addColumn('role', 'text', (column) => column.notNull())
        .addColumn('password_hash', 'text', (column) => column.notNull())
        .addColumn('pending_profile', 'text')
        .addColumn('created_at', 'bigint', (column) => column.notNull())
        .addColumn('disabled_at', 'bigint')
        .execute()

      await db.schema
        .createTable('sign_ups')
        .addColumn('id', 'text', (column) => column.primaryKey())
        .addColumn('email', 'text', (column) => column.notNull())
        .addColumn('username', 'text', (column) => column.notNull())
        .addColumn('first_name', 'text', (column) => column.notNull())
        .addColumn('last_name', 'text', (column) => column.notNull())
        .addColumn('birth_date', 'text', (column) => column.notNull())
        .addColumn('password_hash', 'text', (column) => column.notNull())
        .addColumn('created_at', 'bigint', (column) => column.notNull())
        .addColumn('expires_at', 'bigint', (column) => column.notNull())
        .execute()
      await db.schema.createIndex('sign_ups_email').on('sign_ups').column('email').execute()
      await db.schema.createIndex('sign_ups_username').on('sign_ups').column('username').execute()
      await db.schema.createIndex('sign_ups_expires_at').on('sign_ups').column('expires_at').execute()

      await db.schema
        .createTable('codes')
        .addColumn('id', 'text', (column) => column.primaryKey())
        .addColumn('purpose', 'text', (column) => column.notNull())
        .addColumn('email', 'text', (column) => column.notNull())
        .addColumn('subject_id', 'text')
        .addColumn('code_hash', 'text', (column) => column.notNull())
        .addColumn('tries', 'integer', (column) => column.notNull())
        .addColumn('created_at', 'bigint', (column) => column.notNull())
        .addColumn('expires_at', 'bigint', (column) => column.notNull())
        .addColumn('used_at', 'bigint')
        .execute()
      await db.schema.createIndex('codes_email').on('codes').columns(['email', 'purpose']).execute()
      await db.schema.createIndex('codes_created_at').on('codes').column('created_at').execute()

      await db.schema
        .createTable('sessions')
        .addColumn('id', 'text', (column) => column.primaryKey())
        .addColumn('kind', 'text', (column) => column.notNull())
        .addColumn('account_id', 'text', (column) => column.references('accounts.id').onDelete('cascade'))
        .addColumn('user_agent', 'text', (column) => column.notNull())
        .addColumn('created_at', 'bigint', (column) => column.notNull())
        .addColumn('last_seen_at', 'bigint', (column) => column.notNull())
        .addColumn('expires_at', 'bigint', (column) => column.notNull())
        .execute()
      await db.schema.createIndex('sessions_account_id').on('sessions').column('account_id').execute()
      await db.schema.createIndex('sessions_expires_at').on('sessions').column('expires_at').execute()

      await db.schema
        .createTable('api_tokens')
        .addColumn('id', 'text', (column) => column.primaryKey())
        .addColumn('account_id', 'text', (column) =>
          column.notNull().references('accounts.id').onDelete('cascade'),
        )
        .addColumn('name', 'text', (column) => column.notNull())
        .addColumn('token_hash', 'text', (column) => column.notNull().unique())
        .addColumn('scopes', 'text', (column) => column.notNull())
        .addColumn('created_at', 'bigint', (column) => column.notNull())
        .addColumn('expires_at', 'bigint')
        .addColumn('last_used_at', 'bigint')
        .execute()
      await db.schema.createIndex('api_tokens_account_id').on('api_tokens').column('account_id').execute()

      await db.schema
        .createTable('installation')
        .addColumn('key', 'text', (column) => column.primaryKey())
        .addColumn('value', 'text', (column) => column.notNull())
        .execute()
    },
  },
  '2026-11-22-deleted-accounts': {
    async up(db) {
      await db.schema.alterTable('accounts').addColumn('deleted_at', 'bigint').execute()
      await db.schema.createIndex('accounts_deleted_at').on('accounts').column('deleted_at').execute()
      await db.schema.createIndex('codes_subject_id').on('codes').column('subject_id').execute()
    },
  },
  '2026-11-23-scope-revision': {
    async up(db) {
      await db.schema
        .alterTable('accounts')
        .addColumn('scope_revision', 'integer', (column) => column.notNull().defaultTo(0))
        .execute()
    },
  },
}

import { accountsSql } from './tables.ts'

/** What these people are shown has changed: every process sees so at their next request. */
export async function raiseScopeRevision(userIds: readonly string[]): Promise<void> {
  await accountsSql()
    .updateTable('accounts')
    .set((row) => ({ scope_revision: row('scope_revision', '+', 1) }))
    .where('id', 'in', [...userIds])
    .execute()
}

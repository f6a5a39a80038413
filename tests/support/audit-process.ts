// node tests/support/audit-process.ts <name>: records actions one after another for ever and prints the seq of each one that was acknowledged.
import { migrateSql } from '../../server/adapters/sql/index.ts'
import { record } from '../../server/audit/record.ts'
import { auditMigrations } from '../../server/audit/tables.ts'
import { connectDatabase } from '../../server/database.ts'

const name = process.argv[2] ?? 'process'
await connectDatabase()
await migrateSql(auditMigrations)
for (let count = 0; ; count++) {
  const seqs = await Promise.all(
    [0, 1, 2].map((part) =>
      record({ kind: 'user', userId: name, name }, { action: 'LOGIN', changes: { count, part } }),
    ),
  )
  process.stdout.write(`${seqs.join('\n')}\n`)
}

import { afterAll, describe } from 'vitest'
import { accountsContract } from '../support/accounts-contract.ts'
import { startPostgres, type TestPostgres } from '../support/postgres.ts'

describe('accounts on PostgreSQL', () => {
  let postgres: TestPostgres
  // hooks at the end run in reverse: the server outlives its clients
  afterAll(() => postgres.stop())
  accountsContract(async () => {
    postgres = await startPostgres()
    return { DATABASE_URL: postgres.url }
  })
})

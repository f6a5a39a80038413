import { describe } from 'vitest'
import { accountsContract } from '../support/accounts-contract.ts'

describe('accounts on SQLite', () => accountsContract(async () => ({})))

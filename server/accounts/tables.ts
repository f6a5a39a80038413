import type { Generated } from 'kysely'
import type { Role } from '#shared/accounts'
import { getSql } from '../adapters/sql/index.ts'

/** Who may log in. The profile is in the `users` collection, under the same id; what a request needs is repeated here. */
export interface AccountsTable {
  /** 24 hex digits, the `_id` of the profile. */
  id: string
  /** Lower case. */
  email: string
  username: string
  /** First and last name. */
  name: string
  role: Role
  /** Empty where nobody can log in (the owner of imported videos). */
  password_hash: string
  /** JSON of a profile that still has to be written to `users`; null once it is there. */
  pending_profile: string | null
  created_at: number
  disabled_at: number | null
  /** Set with `disabled_at`, when its owner deleted it; the row goes once everything else of theirs is erased. */
  deleted_at: number | null
  /** Goes up with everything that changes what they are shown, so that a copy of that can be told to be old. */
  scope_revision: Generated<number>
}

/** A sign-up waits here until its own code comes back; several may wait for one address, each with its own password. */
export interface SignUpsTable {
  id: string
  email: string
  username: string
  first_name: string
  last_name: string
  /** `2001-02-03` */
  birth_date: string
  password_hash: string
  created_at: number
  expires_at: number
}

/** `email`: a new address for an account, sent to that address. */
export type CodePurpose = 'verify' | 'reset' | 'email'

export interface CodesTable {
  id: string
  purpose: CodePurpose
  email: string
  /** A row of sign_ups or accounts; null for an address that is unknown, where the code was sent to nobody. */
  subject_id: string | null
  /** HMAC-SHA-256 over purpose, id and the digits. */
  code_hash: string
  tries: number
  created_at: number
  expires_at: number
  used_at: number | null
}

export interface SessionsTable {
  id: string
  kind: 'guest' | 'user'
  account_id: string | null
  user_agent: string
  created_at: number
  last_seen_at: number
  expires_at: number
}

export interface ApiTokensTable {
  id: string
  account_id: string
  name: string
  /** SHA-256 of the token, which has 256 random bits. */
  token_hash: string
  /** With spaces between them. */
  scopes: string
  created_at: number
  expires_at: number | null
  last_used_at: number | null
}

/** Facts of which an installation has one each. */
export interface InstallationTable {
  key: 'first_admin'
  value: string
}

export interface AccountTables {
  accounts: AccountsTable
  sign_ups: SignUpsTable
  codes: CodesTable
  sessions: SessionsTable
  api_tokens: ApiTokensTable
  installation: InstallationTable
}

export function accountsSql() {
  return getSql<AccountTables>()
}

import type { Selectable } from 'kysely'
import type { z } from 'zod'
import type { TokenView } from '#shared/accounts'
import type { UserActor } from './actor.ts'
import { parseScopes } from './find-token.ts'
import { accountsSql, type ApiTokensTable } from './tables.ts'

/** Newest first, also those that expired and were not swept yet. */
export async function listTokens(actor: UserActor): Promise<z.infer<typeof TokenView>[]> {
  const rows = await accountsSql()
    .selectFrom('api_tokens')
    .selectAll()
    .where('account_id', '=', actor.userId)
    .orderBy('created_at', 'desc')
    .orderBy('id')
    .execute()
  return rows.map(presentToken)
}

export function presentToken(row: Selectable<ApiTokensTable>): z.infer<typeof TokenView> {
  return {
    id: row.id,
    name: row.name,
    scopes: parseScopes(row.scopes),
    createdAt: new Date(row.created_at).toISOString(),
    expiresAt: isoOrNull(row.expires_at),
    lastUsedAt: isoOrNull(row.last_used_at),
  }
}

function isoOrNull(time: number | null): string | null {
  return time === null ? null : new Date(time).toISOString()
}

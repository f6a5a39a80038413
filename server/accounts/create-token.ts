import { randomBytes, randomUUID } from 'node:crypto'
import type { z } from 'zod'
import type { CreateTokenBody, NewTokenView } from '#shared/accounts'
import { SCOPES } from '#shared/accounts'
import { systemClock } from '../adapters/clock/index.ts'
import { record } from '../audit/record.ts'
import { Conflict, Forbidden } from '../errors.ts'
import type { UserActor } from './actor.ts'
import { hashToken, TOKEN_PREFIX } from './find-token.ts'
import { presentToken } from './list-tokens.ts'
import { accountsSql } from './tables.ts'

const MAX_TOKENS = 100
const DAY_MS = 24 * 3600_000

/**
 * The token is in this answer and nowhere else. Only a log-in makes tokens: one made by a token could outlive it.
 * @throws Forbidden for a token, and for a scope that the account does not have; Conflict at a hundred tokens
 */
export async function createToken(
  actor: UserActor,
  input: CreateTokenBody,
  now = systemClock.now(),
): Promise<z.infer<typeof NewTokenView>> {
  if (actor.sessionId === null) throw new Forbidden('A token cannot make tokens. Log in to make one.')
  const above = input.scopes.filter((scope) => !actor.scopes.includes(scope))
  if (above.length > 0) throw new Forbidden(`Your account does not have the scope ${above.join(', ')}.`)
  await requireRoom(actor)

  const token = TOKEN_PREFIX + randomBytes(32).toString('base64url')
  const row = {
    id: randomUUID(),
    account_id: actor.userId,
    name: input.name,
    token_hash: hashToken(token),
    scopes: SCOPES.filter((scope) => input.scopes.includes(scope)).join(' '),
    created_at: now.getTime(),
    expires_at: input.expiresInDays ? now.getTime() + input.expiresInDays * DAY_MS : null,
    last_used_at: null,
  }
  await record(actor, {
    action: 'CREATE_TOKEN',
    target: `token:${row.id}`,
    changes: { name: row.name, scopes: row.scopes, expiresAt: row.expires_at },
  })
  await accountsSql().insertInto('api_tokens').values(row).execute()
  return { ...presentToken(row), token }
}

async function requireRoom(actor: UserActor): Promise<void> {
  const { count } = await accountsSql()
    .selectFrom('api_tokens')
    .select((eb) => eb.fn.countAll<number>().as('count'))
    .where('account_id', '=', actor.userId)
    .executeTakeFirstOrThrow()
  if (count >= MAX_TOKENS)
    throw new Conflict(`You have ${MAX_TOKENS} tokens. Revoke one that you no longer use.`)
}

import { randomUUID } from 'node:crypto'
import { DEFAULT_PREFERENCES } from '#shared/accounts'
import { startSession } from '../../../../server/accounts/start-session.ts'
import { accountsSql } from '../../../../server/accounts/tables.ts'
import type { RouteRows } from '../../../support/routes/row.ts'
import { PASSWORD, type Person } from '../../../support/routes/world.ts'

const nobodyHome = { status: 400, because: 'the code is nobody’s' }

async function sessionOf(person: Person) {
  const started = await startSession(accountsSql(), { accountId: person.id, userAgent: 'test' }, new Date())
  return { id: started.sessionId }
}

async function tokenOf(person: Person) {
  const id = randomUUID()
  const row = { id, account_id: person.id, name: 'old', token_hash: id, scopes: 'read', created_at: 1 }
  await accountsSql().insertInto('api_tokens').values(row).execute()
  return { id }
}

export const accountRows: RouteRows = {
  'post /api/auth/signup': {
    as: 'nobody',
    body: () => ({
      firstName: 'Jan',
      lastName: 'Kowalski',
      username: `jan-${randomUUID().slice(0, 8)}`,
      email: `${randomUUID()}@example.org`,
      password: PASSWORD,
      birthDate: '1990-05-17',
    }),
  },
  'post /api/auth/verify': {
    as: 'nobody',
    body: () => ({ email: 'jan@example.org', code: '123456' }),
    answers: nobodyHome,
  },
  'post /api/auth/resend-code': { as: 'nobody', body: () => ({ email: 'jan@example.org' }) },
  'post /api/auth/login': {
    as: 'nobody',
    body: ({ me }) => ({ email: me.email, password: PASSWORD }),
  },
  'post /api/auth/logout': { as: 'guest' },
  'post /api/auth/forgot': { as: 'nobody', body: ({ me }) => ({ email: me.email }) },
  'post /api/auth/reset': {
    as: 'nobody',
    body: () => ({ email: 'jan@example.org', code: '123456', password: PASSWORD }),
    answers: nobodyHome,
  },
  'get /api/auth/session': {},
  'get /api/me': {},
  'patch /api/me': { body: () => ({ firstName: 'Ana', bio: 'Bees.' }) },
  'get /api/me/preferences': {},
  'put /api/me/preferences': { body: () => ({ ...DEFAULT_PREFERENCES, autoplay: false }) },
  'get /api/me/sessions': {},
  'delete /api/me/sessions/{id}': {
    own: ({ me }) => sessionOf(me),
    foreign: ({ other }) => sessionOf(other),
    missing: { id: 'A'.repeat(32) },
  },
  'get /api/me/tokens': {},
  'post /api/me/tokens': { as: 'browser', body: () => ({ name: 'a laptop', scopes: ['read'] }) },
  'delete /api/me/tokens/{id}': {
    own: ({ me }) => tokenOf(me),
    foreign: ({ other }) => tokenOf(other),
    missing: { id: randomUUID() },
  },
}

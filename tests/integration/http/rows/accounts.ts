import { randomUUID } from 'node:crypto'
import { DEFAULT_PREFERENCES } from '#shared/default-preferences'
import { startSession } from '../../../../server/accounts/start-session.ts'
import { accountsSql } from '../../../../server/accounts/tables.ts'
import { getObjectStore } from '../../../../server/adapters/object-store/index.ts'
import { DataExport } from '../../../../server/personal-data/data-export.model.ts'
import type { RouteRows } from '../../../support/routes/row.ts'
import { PASSWORD, type Person } from '../../../support/routes/world.ts'

/** What these do is tested with people of their own: here nobody may be lost. */
const wrongPassword = { status: 403, because: 'the password is not theirs' }

async function picture() {
  const name = `${randomUUID()}.webp`
  await getObjectStore().put(`people/${name}`, Buffer.from('picture'), { contentType: 'image/webp' })
  return { name }
}
const pictureRow = {
  own: picture,
  allPublic: 'everybody with a session may see who made a video',
  missing: { name: `${randomUUID()}.webp` },
}

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
  'put /api/me/preferences': { body: () => ({ ...DEFAULT_PREFERENCES, autoplay: 'off' }) },
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
  'delete /api/me': { body: () => ({ password: 'not the password' }), answers: wrongPassword },
  'post /api/me/password': {
    body: () => ({ currentPassword: 'not the password', newPassword: PASSWORD }),
    answers: wrongPassword,
  },
  'post /api/me/email': {
    body: ({ me }) => ({ email: me.email, password: PASSWORD }),
    answers: { status: 409, because: 'it is their address already' },
  },
  'post /api/me/email/confirm': { body: () => ({ code: '123456' }), answers: nobodyHome },
  'put /api/me/picture': { answers: { status: 422, because: 'no bytes came' } },
  'delete /api/me/picture': {},
  'get /cdn/people/{name}': pictureRow,
  'head /cdn/people/{name}': pictureRow,
  'post /api/me/export': {
    async body({ me }) {
      await DataExport.deleteMany({ userId: me.id })
      return {}
    },
  },
  'get /api/me/export': { answers: { status: 404, because: 'none was asked for' } },
  'get /api/me/export/status': {},
  'post /api/me/onboarding': { body: () => ({ step: 'topics', topics: ['biology'] }) },
  'get /api/people/suggestions': {},
}

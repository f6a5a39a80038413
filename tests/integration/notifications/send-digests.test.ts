import { Types } from 'mongoose'
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest'
import { accountMigrations } from '../../../server/accounts/migrations.ts'
import { accountsSql } from '../../../server/accounts/tables.ts'
import { User } from '../../../server/accounts/user.model.ts'
import { closeMailer, getMailer } from '../../../server/adapters/mailer/index.ts'
import { Notification } from '../../../server/notifications/notification.model.ts'
import { notify } from '../../../server/notifications/notify.ts'
import { sendDigests } from '../../../server/notifications/send-digests.ts'
import { startDatabases, type TestDatabases } from '../../support/databases.ts'
import { readMails } from '../../support/outbox.ts'

let databases: TestDatabases
let count = 0
const DAY_MS = 24 * 3600_000

beforeAll(async () => {
  databases = await startDatabases(accountMigrations)
})
afterAll(async () => {
  await closeMailer()
  await databases.stop()
})
beforeEach(async () => {
  await Promise.all([User.deleteMany({}), Notification.deleteMany({})])
})

async function reader(emailDigest: string) {
  const _id = new Types.ObjectId()
  const email = `reader-${++count}@example.org`
  const username = `reader-${count}`
  const now = new Date()
  await User.create({ _id, firstName: '<b>Ada</b>', lastName: 'B', username, email, registrationDate: now, preferences: { emailDigest } }) // prettier-ignore
  await accountsSql()
    .insertInto('accounts')
    .values({
      id: _id.toHexString(),
      email,
      username,
      password_hash: 'x',
      name: 'Ada B',
      role: 'viewer',
      created_at: 0,
    } as never) // prettier-ignore
    .execute()
  return { id: _id.toHexString(), email }
}

const tell = (userId: string, thing: string) =>
  notify({
    userId,
    kind: 'video_ready',
    group: thing,
    thing,
    subject: 'Bees & <i>birds</i>',
    url: '/watch/1',
  })

it('mails what was not read once a period, even when several workers run', async () => {
  const daily = await reader('daily')
  const off = await reader('off')
  for (const { id } of [daily, off]) await tell(id, `video:${id}`)
  const now = new Date(Date.now() + 1000)
  const sent = await Promise.all([sendDigests(undefined, now), sendDigests(undefined, now), sendDigests(undefined, now)]) // prettier-ignore
  expect(sent.reduce((sum, each) => sum + each, 0)).toBe(1)
  expect(await sendDigests(undefined, now)).toBe(0)
  const [mail] = await readMails(databases.dataDir, daily.email)
  expect(mail).toContain('/settings')
  expect(mail).toContain('text/html')
  expect(mail!.split('text/html')[1]).not.toContain('<i>birds')
  expect(await readMails(databases.dataDir, off.email)).toEqual([])
  // nothing new: the next period has no mail
  expect(await sendDigests(undefined, new Date(now.getTime() + DAY_MS))).toBe(0)
})

it('sends nothing twice where a worker dies between the claim and the mail', async () => {
  const { id, email } = await reader('weekly')
  await tell(id, 'video:1')
  const send = getMailer().send
  getMailer().send = () => Promise.reject(new Error('killed'))
  const now = new Date(Date.now() + 1000)
  expect(await sendDigests(undefined, now)).toBe(0)
  getMailer().send = send
  expect(await sendDigests(undefined, now)).toBe(0)
  expect(await readMails(databases.dataDir, email)).toEqual([])
})

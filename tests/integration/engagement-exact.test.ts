import { Agent } from 'node:http'
import { Types } from 'mongoose'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { ensureSecrets } from '../../scripts/start/secrets.mjs'
import { closeSql } from '../../server/adapters/sql/index.ts'
import { closeDatabase, connectDatabase } from '../../server/database.ts'
import { Engagement } from '../../server/engagement/engagement.model.ts'
import { Video } from '../../server/videos/video.model.ts'
import { createChance } from '../load/seed/chance.ts'
import { ask } from '../load/api/open-loop.ts'
import { startApp, type App } from '../support/app.ts'
import { makeVideo } from '../support/routes/things.ts'
import { makePerson, type Person } from '../support/routes/world.ts'

const PEOPLE = 200
/** Fifty each are done in engagement/ledger.test.ts, without HTTP in between. */
const TOGGLES = 20
const CHANGES = [
  { method: 'POST', action: 'like' },
  { method: 'DELETE', action: 'like' },
  { method: 'POST', action: 'dislike' },
  { method: 'DELETE', action: 'dislike' },
] as const

let apps: App[]
beforeAll(async () => {
  const env = { RATE_LIMIT_SCALE: '1000', LOG_LEVEL: 'warn' }
  const first = await startApp({ roles: ['web'], env })
  const second = await startApp({ roles: ['web'], env: { ...env, MONGODB_URI: first.mongodbUri }, dataDir: first.dataDir }) // prettier-ignore
  apps = [first, second]
  Object.assign(process.env, ensureSecrets(first.dataDir), { MONGODB_URI: first.mongodbUri, CLIPWAY_DATA: first.dataDir }) // prettier-ignore
  await connectDatabase()
})
afterAll(async () => {
  await closeSql()
  await closeDatabase()
  for (const app of apps.toReversed()) await app.stop()
})

it('counts exactly the rows there are after 200 people toggled 20 times at once, through two web processes', async () => {
  const people: Person[] = []
  for (let index = 0; index < PEOPLE; index++) people.push(await makePerson())
  const { id } = await makeVideo(people[0]!)
  const chance = createChance(11)
  const agent = new Agent({ keepAlive: true, maxSockets: 50 })
  const statuses = await Promise.all(
    Array.from({ length: PEOPLE * TOGGLES }, (_, turn) => {
      const { method, action } = CHANGES[Math.floor(chance() * CHANGES.length)]!
      const { token } = people[turn % PEOPLE]!
      return ask(apps[turn % 2]!.url, { method, path: `/api/videos/${id}/${action}`, token }, agent, 120_000)
    }),
  )
  agent.destroy()
  expect(new Set(statuses)).toEqual(new Set([200]))
  const targetId = new Types.ObjectId(id)
  const rows = (kind: 'like' | 'dislike') => Engagement.countDocuments({ targetId, slot: 'reaction', kind })
  const video = await Video.findById(id).lean()
  expect({ likes: video?.likeCount, dislikes: video?.dislikeCount }).toEqual({
    likes: await rows('like'),
    dislikes: await rows('dislike'),
  })
  expect(await rows('like')).toBeGreaterThan(0)
})

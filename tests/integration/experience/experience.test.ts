import { spawn } from 'node:child_process'
import { randomUUID } from 'node:crypto'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { ExperienceView, type ExperienceEvent } from '#shared/experience'
import '../../../server/all-models.ts'
import { accountMigrations } from '../../../server/accounts/migrations.ts'
import { closeLiveCache } from '../../../server/adapters/live-cache/index.ts'
import { auditMigrations } from '../../../server/audit/tables.ts'
import { ExperienceEventRow } from '../../../server/experience/experience-event.model.ts'
import { ExperienceHour } from '../../../server/experience/experience-hour.model.ts'
import { getExperience } from '../../../server/experience/get-experience.ts'
import { recordExperience } from '../../../server/experience/record-experience.ts'
import { sweepExperience } from '../../../server/experience/sweep-experience.ts'
import { metrics } from '../../../server/metrics.ts'
import { BrowserClient } from '../../support/browser-client.ts'
import { startDatabases, type TestDatabases } from '../../support/databases.ts'
import { guestClient } from '../../support/guests.ts'
import { makeMember } from '../../support/people.ts'
import { serveEndpoints, type ServedEndpoints } from '../../support/serve-endpoints.ts'

let databases: TestDatabases
let server: ServedEndpoints
let guest: BrowserClient

beforeAll(async () => {
  databases = await startDatabases({ ...accountMigrations, ...auditMigrations }, { RATE_LIMIT_SCALE: '1000' })
  server = await serveEndpoints(['/api/experience', '/api/admin/experience'])
  guest = await guestClient(server.url)
})
beforeEach(async () => {
  await Promise.all([ExperienceHour.deleteMany({}), ExperienceEventRow.deleteMany({})])
})
afterAll(async () => {
  await server.stop()
  await closeLiveCache()
  await databases.stop()
})

function played(change: Partial<ExperienceEvent> = {}): ExperienceEvent {
  return {
    id: randomUUID(),
    surface: 'feed',
    item: { kind: 'clip', id: 'c'.repeat(24) },
    firstFrameMs: 120,
    wasReady: true,
    rebufferCount: 1,
    rebufferMs: 500,
    playedSeconds: 9.5,
    fetchedBytes: 1000,
    shownBytes: 750,
    droppedFrames: 1,
    totalFrames: 100,
    height: 360,
    connection: '4g',
    hasFailed: false,
    ...change,
  }
}
const send = (events: ExperienceEvent[]) => guest.post('/api/experience', { events })
const NOW = new Date('2026-11-22T12:34:56Z')

describe('what players tell', () => {
  it('is counted once, however often it comes, and shows in the metrics and to admins', async () => {
    const events = [
      played(),
      played({ surface: 'watch', connection: 'fast', firstFrameMs: 420, hasFailed: false }),
      played({ firstFrameMs: null, hasFailed: true, playedSeconds: 0, rebufferMs: 0, shownBytes: 0 }),
    ]
    const answers = await Promise.all([send(events), send(events), send([...events, events[0]!])])
    expect(answers.map(({ status }) => status)).toEqual([204, 204, 204])
    const admin = await makeMember(server.url, 'admin')
    const refused = await admin.get('/api/admin/experience')
    expect(refused.status).toBe(403)
    const view = ExperienceView.parse(await getExperience(24))
    expect(view.overall).toMatchObject({ plays: 3, failedShare: 1 / 3, wastedShare: 0.5 })
    expect(view.overall.rebufferShare).toBeCloseTo(1000 / 20_000)
    expect(view.bySurface.map(({ surface, plays }) => [surface, plays])).toEqual([['feed', 2], ['watch', 1]]) // prettier-ignore
    expect(view.byConnection.map(({ connection, plays }) => [connection, plays])).toEqual([['fast', 1], ['4g', 2]]) // prettier-ignore
    expect(view.hours).toHaveLength(24)
    expect(view.hours.at(-1)!.plays + view.hours.at(-2)!.plays).toBe(3)
    const text = await metrics.metrics()
    expect(text).toContain('clipway_plays_total{surface="feed",connection="4g",outcome="failed"} 1')
    expect(text).toMatch(/clipway_first_frame_seconds_bucket\{le="0.15",surface="feed",connection="4g"\} 1\n/)
  })

  it('is refused in other forms', async () => {
    expect((await send([])).status).toBe(400)
    expect((await send(Array.from({ length: 51 }, () => played()))).status).toBe(400)
    expect((await send([played({ playedSeconds: -1 })])).status).toBe(400)
    expect((await send([{ ...played(), userId: 'me' } as ExperienceEvent])).status).toBe(422)
    const text = { 'content-type': 'text/plain' }
    expect((await guest.post('/api/experience', { events: [played()] }, text)).status).toBe(415)
    expect((await new BrowserClient(server.url).post('/api/experience', { events: [played()] })).status).toBe(
      401,
    )
    expect(await ExperienceHour.countDocuments()).toBe(0)
  })

  it('is exact through two processes at once', async () => {
    const script = fileURLToPath(new URL('../../support/endpoint-process.ts', import.meta.url))
    const child = spawn(process.execPath, [script, '/api/experience'], {
      env: { ...process.env, ...databases.env },
      stdio: ['ignore', 'pipe', 'inherit'],
    })
    try {
      const [line] = (await once(child.stdout, 'data')) as [Buffer]
      const other = new BrowserClient(/SERVING (\S+)/.exec(String(line))![1]!)
      for (const [name, value] of guest.cookies) other.cookies.set(name, value)
      const batches = Array.from({ length: 20 }, () => Array.from({ length: 10 }, () => played()))
      await Promise.all(
        batches.flatMap((events) => [send(events), other.post('/api/experience', { events })]),
      )
      const { overall } = await getExperience(2)
      expect(overall.plays).toBe(200)
    } finally {
      child.kill()
      await once(child, 'exit')
    }
  })

  it('keeps nothing of who played what, one row an hour for where and over what, for 90 days', async () => {
    for (let hour = 0; hour < 3; hour++) {
      await recordExperience({ events: [played(), played()] }, new Date(NOW.getTime() - hour * 3_600_000))
    }
    const rows = await ExperienceHour.find().lean()
    expect(rows).toHaveLength(3)
    expect(Object.keys(rows[0]!)).not.toContain('item')
    expect((await getExperience(2, NOW)).overall.plays).toBe(4)
    await sweepExperience(new Date(NOW.getTime() + 89 * 86_400_000))
    expect([await ExperienceHour.countDocuments(), await ExperienceEventRow.countDocuments()]).toEqual([3, 0])
    await sweepExperience(new Date(NOW.getTime() + 91 * 86_400_000))
    expect(await ExperienceHour.countDocuments()).toBe(0)
  })
})

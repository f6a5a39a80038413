import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import AxeBuilder from '@axe-core/playwright'
import { expect, test, type Browser, type Page } from '@playwright/test'
import type { StorageView } from '#shared/storage'
import type { VideoView } from '#shared/videos'
import { enter, newPerson, type TestPerson } from '../support/accounts.ts'
import { startApp, type App } from '../support/app.ts'
import { BrowserClient } from '../support/browser-client.ts'
import { FOOTAGE } from '../support/footage.ts'
import { publishFile } from '../support/publish-file.ts'
import { makeTempDir } from '../support/temp-dir.ts'

const DAY_SECONDS = 86_400
/** What waits for a job that looks once a minute. */
const NEXT_LOOK = { timeout: 100_000, intervals: [1000] }

let app: App
let clock: Awaited<ReturnType<typeof makeTempDir>>
let admin: BrowserClient
/** Whose session lasts at the time it is: a month passes here. */
let eye: BrowserClient
let creator: TestPerson
let creatorClient: BrowserClient
let video: VideoView

test.describe.configure({ mode: 'serial' })
test.beforeAll(async () => {
  test.setTimeout(240_000)
  clock = await makeTempDir('clock')
  app = await startApp({ env: { CLIPWAY_IS_TEST: '1', CLIPWAY_CLOCK_FILE: join(clock.path, 'clock') } })
  eye = admin = new BrowserClient(app.url)
  await enter(admin, app.dataDir)
  creatorClient = new BrowserClient(app.url)
  creator = await enter(creatorClient, app.dataDir, newPerson({ firstName: 'Ana' }))
  const metadata = { title: 'How bees dance', description: '' }
  video = await publishFile(creatorClient, app.url, await FOOTAGE.captioned(), { metadata, until: 'ready' })
})
test.afterAll(async () => {
  await app?.stop()
  await clock?.remove()
})

function moveClock(days: number): void {
  writeFileSync(join(clock.path, 'clock'), String(days * DAY_SECONDS))
}

async function stageOf(): Promise<string> {
  const { json } = await eye.get(`/api/videos/${video.id}/index`)
  return ['', 'LIVE', 'RELIVE', 'ARCHIVE', 'EXPIRING', 'AWAITING_PUSH'][json['storage-stage']]!
}

async function sinkTo(to: 'ARCHIVE' | 'EXPIRING'): Promise<void> {
  const asked = await admin.post('/api/admin/tiers/moves', { videoId: video.id, to })
  expect(asked.status, asked.text).toBe(202)
  await expect.poll(stageOf, NEXT_LOOK).toBe(to)
}

async function comeIn(browser: Browser, client: BrowserClient): Promise<Page> {
  const context = await browser.newContext({ viewport: { width: 1440, height: 900 } })
  await context.addCookies([...client.cookies].map(([name, value]) => ({ name, value, url: app.url })))
  return context.newPage()
}

async function logIn(page: Page, { email, password }: TestPerson): Promise<void> {
  await page.goto(`${app.url}/login`)
  await page.waitForLoadState('networkidle').catch(() => undefined)
  await page.getByLabel('E-mail').fill(email)
  await page.getByLabel('Password', { exact: true }).fill(password)
  await page.getByRole('button', { name: 'Log in', exact: true }).click()
  await expect(page).not.toHaveURL(/\/login/)
}

test('a video that sank to nowhere comes back from the browser of its creator, and is watched again', async ({
  browser,
}) => {
  test.setTimeout(420_000)
  const creatorPage = await comeIn(browser, creatorClient)

  await test.step('it sinks to the archive, and its creator keeps it in the browser', async () => {
    await sinkTo('ARCHIVE')
    await creatorPage.goto(`${app.url}/studio/storage`)
    const row = creatorPage.getByRole('article').filter({ hasText: video.title })
    await row.getByRole('button', { name: 'Keep in this browser' }).click()
    await expect(row.getByText('Kept in this browser')).toBeVisible()
    const found = await new AxeBuilder({ page: creatorPage }).analyze()
    expect(found.violations.map(({ id, nodes }) => [id, nodes.map(({ html }) => html)])).toEqual([])
  })

  await test.step('after half its time in the cold store its creator is told', async () => {
    await sinkTo('EXPIRING')
    moveClock(16)
    const copySentAt = async () => {
      const { json } = await creatorClient.get(`/api/videos/${video.id}/storage`)
      return (json as StorageView).copySentAt
    }
    await expect.poll(copySentAt, NEXT_LOOK).not.toBeNull()
    const { json } = await creatorClient.get('/api/notifications')
    expect(json.items.map(({ kind }: { kind: string }) => kind)).toContain('copies_ready')
  })

  const viewerClient = new BrowserClient(app.url)
  await test.step('when its time is over nobody can watch it, and its page says so', async () => {
    await enter(viewerClient, app.dataDir)
    eye = viewerClient
    moveClock(32)
    await expect.poll(stageOf, NEXT_LOOK).toBe('AWAITING_PUSH')
  })
  const viewerPage = await comeIn(browser, viewerClient)
  await viewerPage.goto(`${app.url}/watch/${video.id}`)
  await expect(viewerPage.getByTestId('awaiting')).toContainText('not on the server')
  await expect(viewerPage.getByRole('heading', { level: 1, name: video.title })).toBeVisible()
  expect((await viewerClient.get(`/cdn/${video.uuid}/pack`)).status).toBe(410)

  await test.step('its creator logs in again, and the browser gives it back by itself', async () => {
    await creatorPage.context().clearCookies()
    await logIn(creatorPage, creator)
    await expect(creatorPage.getByTestId('vault-tray')).toContainText(video.title)
    await expect.poll(stageOf, NEXT_LOOK).toBe('EXPIRING')
  })

  await test.step('the viewer, whose page was open, watches it', async () => {
    const picture = viewerPage.locator('video.vjs-tech')
    await picture.waitFor({ timeout: 40_000 })
    const place = () => picture.evaluate((element) => (element as HTMLVideoElement).currentTime)
    await expect.poll(place, { timeout: 40_000 }).toBeGreaterThan(0.5)
  })
  await expect.poll(stageOf, NEXT_LOOK).toBe('RELIVE')
  await Promise.all([creatorPage, viewerPage].map((page) => page.context().close()))
})

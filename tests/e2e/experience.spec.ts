import { randomUUID } from 'node:crypto'
import AxeBuilder from '@axe-core/playwright'
import { expect, test } from '@playwright/test'
import { enter } from '../support/accounts.ts'
import { startApp, type App } from '../support/app.ts'
import { BrowserClient } from '../support/browser-client.ts'
import { observePage } from './observe-page.ts'

let app: App

test.beforeAll(async () => {
  app = await startApp({ roles: ['web'] })
})
test.afterAll(() => app?.stop())

const played = (firstFrameMs: number | null, connection: 'fast' | '4g') => ({
  id: randomUUID(),
  surface: 'feed',
  item: { kind: 'clip', id: 'c'.repeat(24) },
  firstFrameMs,
  wasReady: true,
  rebufferCount: 1,
  rebufferMs: 200,
  playedSeconds: 20,
  fetchedBytes: 1_000_000,
  shownBytes: 800_000,
  droppedFrames: 3,
  totalFrames: 500,
  height: 720,
  connection,
  hasFailed: firstFrameMs === null,
})

test('the administrator sees what playing was like, on a small phone too, and nobody else does', async ({
  browser,
}) => {
  const admin = new BrowserClient(app.url)
  await enter(admin, app.dataDir)
  const context = await browser.newContext({ viewport: { width: 360, height: 740 } })
  await context.addCookies([...admin.cookies].map(([name, value]) => ({ name, value, url: app.url })))
  const page = await context.newPage()
  const complaints = observePage(page, app.url)

  await page.goto(`${app.url}/admin/experience`)
  await expect(page.getByText('Nobody has watched anything yet')).toBeVisible()
  const events = Array.from({ length: 30 }, (_, index) =>
    played(40 * index || null, index % 3 ? 'fast' : '4g'),
  )
  expect((await admin.post('/api/experience', { events })).status).toBe(204)

  for (const colorScheme of ['dark', 'light'] as const) {
    await page.emulateMedia({ colorScheme })
    for (const path of ['/admin/experience', '/saved', '/settings#dismissals']) {
      await page.goto(app.url + path)
      await expect(page.getByRole('heading', { level: 1 })).toBeVisible()
      await expect(page.locator('main [aria-busy]')).toHaveCount(0)
      const { violations } = await new AxeBuilder({ page }).analyze()
      expect(violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(' ')}`)).toEqual([]) // prettier-ignore
      expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(360)
    }
  }
  await page.goto(`${app.url}/admin/experience`)
  await expect(page.getByText('Failed plays')).toBeVisible()
  await page.getByRole('button', { name: '7 days' }).click()
  await expect(page.getByRole('button', { name: '7 days' })).toHaveAttribute('aria-pressed', 'true')
  await expect(page.getByRole('rowheader', { name: '4G' })).toBeVisible()
  expect(complaints).toEqual({ console: [], foreign: [] })

  const other = new BrowserClient(app.url)
  await enter(other, app.dataDir)
  expect((await other.get('/admin/experience')).status).toBe(404)
  await context.close()
})

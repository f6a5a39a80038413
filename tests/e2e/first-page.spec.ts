import { expect, test } from '@playwright/test'
import { startApp, type App } from '../support/app.ts'
import { collectComplaints } from '../support/complaints.ts'

let app: App
test.beforeAll(async () => {
  app = await startApp({ roles: ['web'] })
})
test.afterAll(() => app?.stop())

test('the first page comes whole, from this host alone, without a complaint', async ({ page }) => {
  const complaints = collectComplaints(page, app.url)
  await page.goto(app.url)
  await page.waitForLoadState('networkidle')
  await expect(page).toHaveTitle(/Clipway/)
  expect(complaints).toEqual([])
})

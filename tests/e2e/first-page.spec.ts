import { expect, test } from '@playwright/test'
import { startApp, type App } from '../support/app.ts'

let app: App
test.beforeAll(async () => {
  app = await startApp({ roles: ['web'] })
})
test.afterAll(() => app?.stop())

test('the first page comes whole, from this host alone, without a complaint', async ({ page }) => {
  const complaints: string[] = []
  const strangers = new Set<string>()
  page.on('console', (message) => {
    if (['error', 'warning'].includes(message.type())) complaints.push(message.text())
  })
  page.on('pageerror', (error) => complaints.push(error.message))
  page.on('request', (request) => {
    const { origin, protocol } = new URL(request.url())
    if (protocol.startsWith('http') && origin !== app.url) strangers.add(origin)
  })
  page.on('response', (response) => {
    if (response.status() >= 400) complaints.push(`${response.status()} ${response.url()}`)
  })
  await page.goto(app.url)
  await page.waitForLoadState('networkidle')
  await expect(page).toHaveTitle(/Clipway/)
  expect(complaints).toEqual([])
  expect([...strangers]).toEqual([])
})

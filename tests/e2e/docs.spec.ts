import { expect, test } from '@playwright/test'
import { startApp, type App } from '../support/app.ts'
import { observePage } from './observe-page.ts'

let app: App

test.beforeAll(async () => {
  app = await startApp({ roles: ['web'] })
})
test.afterAll(() => app?.stop())

test('the documentation is read, searched and left without fetching a database', async ({ page }) => {
  const complaints = observePage(page, app.url)
  const fetched: string[] = []
  page.on('request', (request) => fetched.push(request.url()))

  await page.goto(`${app.url}/docs`)
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Clipway for developers')
  await page.getByRole('button', { name: 'Search' }).first().click()
  await page.getByRole('dialog').locator('input').fill('architecture')
  await expect(page.getByRole('option').first()).toBeVisible()
  await page.keyboard.press('Escape')

  await page.getByRole('link', { name: 'API reference' }).first().click()
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('API reference')
  const logIn = page.locator('#post-api-auth-login')
  await logIn.getByText('/api/auth/login').click()
  await expect(logIn.getByText('email', { exact: true })).toBeVisible()
  await page.getByRole('link', { name: 'Overview' }).first().click()
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Clipway for developers')

  expect(fetched.filter((url) => /\.wasm|sql_dump/.test(url))).toEqual([])
  expect(complaints).toEqual({ console: [], foreign: [] })
})

test('a page that is not there answers 404', async ({ page }) => {
  const response = await page.goto(`${app.url}/docs/no-such-page`)
  expect(response?.status()).toBe(404)
})

import AxeBuilder from '@axe-core/playwright'
import { expect, test, type Page } from '@playwright/test'
import { enter } from '../support/accounts.ts'
import { startApp, type App } from '../support/app.ts'
import { BrowserClient } from '../support/browser-client.ts'
import { observePage, type Complaints } from './observe-page.ts'

let app: App
let page: Page
let complaints: Complaints

test.describe.configure({ mode: 'serial' })

test.beforeAll(async ({ browser }) => {
  app = await startApp()
  const admin = new BrowserClient(app.url)
  await enter(admin, app.dataDir)
  for (const [combinedTopicName, topicName, description] of [
    ['bees', 'Bees', 'All about their dances'],
    ['beekeeping', 'Beekeeping', 'For beginners, step by step'],
  ]) {
    const made = await admin.post('/api/topics', { combinedTopicName, topicName, description })
    if (made.status !== 201) throw new Error(made.text)
  }
  const context = await browser.newContext({ baseURL: app.url, viewport: { width: 1280, height: 800 } })
  page = await context.newPage()
  complaints = observePage(page, app.url)
})

test.afterAll(async () => {
  await page?.context().close()
  await app?.stop()
})

test('a slash leads to the box, and the arrows through what it suggests', async () => {
  await page.goto('/')
  const box = page.getByRole('combobox', { name: 'Search' })
  await expect(box).toBeVisible()
  await page.waitForLoadState('networkidle')
  await page.keyboard.press('/')
  await expect(box).toBeFocused()
  await page.keyboard.type('bee')
  await expect(page.getByRole('option')).toHaveCount(2)
  await page.keyboard.press('ArrowDown')
  await expect(page.getByRole('option', { selected: true })).toContainText('Bee')
  await page.keyboard.press('Escape')
  await expect(page.getByRole('option')).toHaveCount(0)
})

test('Enter shows what was found, marked, and going back finds it again', async () => {
  await page.keyboard.press('Enter')
  await expect(page).toHaveURL(/\/search\?q=bee$/)
  await expect(page.locator('main mark').filter({ hasText: /^Bees$/ })).toBeVisible()
  await page
    .getByRole('navigation', { name: 'Kinds of results' })
    .getByRole('link', { name: 'Topics' })
    .click()
  await expect(page).toHaveURL(/kind=topics/)
  await expect(page.getByRole('main').getByRole('article')).toHaveCount(2)
  const { violations } = await new AxeBuilder({ page }).analyze()
  expect(violations.map(({ id, nodes }) => `${id}: ${nodes[0]?.html}`)).toEqual([])
  await page.goBack()
  await expect(page).not.toHaveURL(/search/)
  await page.goForward()
  await expect(page.getByRole('main').getByRole('article')).toHaveCount(2)
})

test('nothing found says so, with a way on', async () => {
  await page.goto('/search?q=' + encodeURIComponent('<b>xyzzy</b> $where'))
  await expect(page.getByRole('heading', { name: /Nothing found/ })).toContainText('<b>xyzzy</b>')
  await expect(page.getByRole('link', { name: 'See what is new' })).toBeVisible()
})

test('a phone has a sheet for it, and the page fits', async () => {
  await page.setViewportSize({ width: 360, height: 740 })
  await page.goto('/search?q=bee')
  await expect(page.getByRole('article')).toHaveCount(2)
  const overflow = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth)
  expect(overflow).toBeLessThanOrEqual(0)
  await page.getByRole('button', { name: 'Search', exact: true }).click()
  const box = page.getByRole('dialog').getByRole('combobox', { name: 'Search' })
  await expect(box).toBeFocused()
  await box.fill('beekeeping')
  await page.keyboard.press('Enter')
  await expect(page.getByRole('dialog')).toHaveCount(0)
  await expect(page.getByRole('article')).toHaveCount(1)
  expect(complaints).toEqual({ console: [], foreign: [] })
})

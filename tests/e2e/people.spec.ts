import AxeBuilder from '@axe-core/playwright'
import { expect, test, type Browser, type Page } from '@playwright/test'
import { enter } from '../support/accounts.ts'
import { startApp, type App } from '../support/app.ts'
import { BrowserClient } from '../support/browser-client.ts'
import { observePage } from './observe-page.ts'

let app: App

test.beforeAll(async () => {
  app = await startApp({ roles: ['web'] })
})
test.afterAll(() => app?.stop())

async function somebody(browser: Browser): Promise<{ page: Page; username: string }> {
  const client = new BrowserClient(app.url)
  const { username } = await enter(client, app.dataDir)
  const context = await browser.newContext()
  await context.addCookies([...client.cookies].map(([name, value]) => ({ name, value, url: app.url })))
  return { page: await context.newPage(), username }
}

async function expectAccessible(page: Page): Promise<void> {
  const { violations } = await new AxeBuilder({ page }).analyze()
  expect(violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(' ')}`)).toEqual([])
}

test('profiles, connections and what was shared fit a small phone and a dark room, for everybody', async ({
  browser,
}) => {
  const [ada, ben] = [await somebody(browser), await somebody(browser)]
  const complaints = observePage(ada.page, app.url)
  await ada.page.setViewportSize({ width: 360, height: 740 })
  for (const colorScheme of ['dark', 'light'] as const) {
    await ada.page.emulateMedia({ colorScheme })
    for (const path of [`/people/${ada.username}`, `/people/${ben.username}`, '/connections', '/shared']) {
      await ada.page.goto(app.url + path)
      await expect(ada.page.getByRole('heading', { level: 1 })).toBeVisible()
      await expect(ada.page.getByRole('heading', { level: 2 }).first()).toBeVisible()
      await expectAccessible(ada.page)
      expect(await ada.page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(360)
    }
  }
  expect(complaints).toEqual({ console: [], foreign: [] })
})

import type { Page } from '@playwright/test'
import { enter } from './accounts.ts'
import type { App } from './app.ts'
import { BrowserClient } from './browser-client.ts'

/** Makes the page somebody's who has just signed up; for tests that are about something else. */
export async function logInBrowser(page: Page, app: App): Promise<void> {
  const client = new BrowserClient(app.url)
  await enter(client, app.dataDir)
  const cookies = [...client.cookies].map(([name, value]) => ({ name, value, url: app.url }))
  await page.context().addCookies(cookies)
}

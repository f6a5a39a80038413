import type { Page } from '@playwright/test'

/** Until the page's scripts have taken it over: a key that is pressed before does nothing. */
export async function comeAlive(page: Page): Promise<void> {
  await page.waitForFunction(
    () => (window as { useNuxtApp?: () => { isHydrating?: boolean } }).useNuxtApp?.().isHydrating === false,
  )
}

import type { Page } from '@playwright/test'

/** Until the page's scripts have taken it over: most keys that are pressed before do nothing. */
export async function comeAlive(page: Page): Promise<void> {
  await page.waitForFunction(
    () => (window as { useNuxtApp?: () => { isHydrating?: boolean } }).useNuxtApp?.().isHydrating === false,
  )
}

/** Opens a page whose scripts come two seconds late. */
export async function openSlowly(page: Page, address: string): Promise<void> {
  await page.route('**/_nuxt/*.js', async (route) => {
    await new Promise((resolve) => setTimeout(resolve, 2000))
    await route.continue()
  })
  await page.goto(address, { waitUntil: 'commit' })
}

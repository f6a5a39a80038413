import type { Page } from '@playwright/test'

/** Said by the test's own browser, which keeps service workers out (playwright.config.ts). */
export const OF_THE_TEST = 'Service Worker registration blocked by Playwright'

/** Collects whatever the browser complains about and any word with another host; empty when all is well. */
export function collectComplaints(page: Page, origin: string): string[] {
  const complaints: string[] = []
  page.on('console', (message) => {
    const isOurs = message.text() !== OF_THE_TEST
    if (isOurs && ['error', 'warning'].includes(message.type())) complaints.push(message.text())
  })
  page.on('pageerror', (error) => complaints.push(error.message))
  page.on('request', (request) => {
    const url = new URL(request.url())
    if (url.protocol.startsWith('http') && url.origin !== origin) complaints.push(`request to ${url.href}`)
  })
  page.on('response', (response) => {
    if (response.status() >= 400) complaints.push(`${response.status()} ${response.url()}`)
  })
  return complaints
}

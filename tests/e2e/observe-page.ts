import type { Page } from '@playwright/test'
import { OF_THE_TEST } from '../support/complaints.ts'

/** What a healthy visit has none of. */
export interface Complaints {
  console: string[]
  foreign: string[]
}

/** Collects what a page complains of, and every request that leaves the site. */
export function observePage(page: Page, siteUrl: string): Complaints {
  const complaints: Complaints = { console: [], foreign: [] }
  page.on('console', (message) => {
    const isOurs = message.text() !== OF_THE_TEST
    if (isOurs && ['error', 'warning'].includes(message.type())) complaints.console.push(message.text())
  })
  page.on('pageerror', (error) => complaints.console.push(error.message))
  page.on('request', (request) => {
    const url = new URL(request.url())
    const isOwn = url.origin === new URL(siteUrl).origin || ['data:', 'blob:'].includes(url.protocol)
    if (!isOwn) complaints.foreign.push(request.url())
  })
  return complaints
}

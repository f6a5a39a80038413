import { setTimeout as sleep } from 'node:timers/promises'
import type { Browser } from '@playwright/test'
import { openFeed } from './open-feed.ts'

export interface FirstPage {
  /** Over the line, as it came (br), before anybody touched anything; what is merely prefetched apart. */
  scriptKb: number
  prefetchedKb: number
  lcpMs: number
  cls: number
}

/** Long enough for everything that the page does by itself. */
const QUIET_MS = 4000

/** A first visit over 4G with nothing in any cache. */
export async function measureFirstPage(browser: Browser, url: string): Promise<FirstPage> {
  const scripts = new Map<string, { isPrefetch: boolean; bytes: number }>()
  const feed = await openFeed(browser, url, '4g', (cdp) => {
    cdp.on('Network.requestWillBeSent', ({ requestId, request }) => {
      const isScript = new URL(request.url).pathname.endsWith('.js')
      if (isScript) scripts.set(requestId, { isPrefetch: request.initialPriority === 'VeryLow', bytes: 0 })
    })
    cdp.on('Network.loadingFinished', ({ requestId, encodedDataLength }) => {
      const script = scripts.get(requestId)
      if (script) script.bytes = encodedDataLength
    })
  })
  await sleep(QUIET_MS)
  const { lcpMs, cls } = await feed.page.evaluate(() => {
    const { lcpMs, cls } = window.feedProbe
    return { lcpMs, cls }
  })
  await feed.close()
  const sum = (isPrefetch: boolean) =>
    [...scripts.values()].filter((script) => script.isPrefetch === isPrefetch).reduce((all, { bytes }) => all + bytes, 0)
  return { scriptKb: sum(false) / 1000, prefetchedKb: sum(true) / 1000, lcpMs, cls }
} // prettier-ignore

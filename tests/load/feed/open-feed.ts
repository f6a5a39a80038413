import { existsSync } from 'node:fs'
import { chromium, type Browser, type CDPSession, type Page } from '@playwright/test'
import { installProbe } from './probe.ts'
import { PROFILES, type ProfileName } from './profiles.ts'

const BROWSERS = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome']

export function browserPath(): string | undefined {
  return process.env.CHROMIUM_PATH ?? BROWSERS.find((path) => existsSync(path))
}

export function launchBrowser(): Promise<Browser> {
  return chromium.launch({
    executablePath: browserPath(),
    args: [
      '--disable-gpu',
      '--disable-background-networking',
      '--mute-audio',
      // exact figures of the heap rather than rounded ones
      '--enable-precise-memory-info',
      // Chromium's sandbox refuses to run as root
      ...(process.getuid?.() === 0 ? ['--no-sandbox'] : []),
    ],
  })
}

export interface OpenFeed {
  page: Page
  cdp: CDPSession
  close(): Promise<void>
}

/**
 * A phone that has never been here opens the feed over a line of this profile. `prepare` runs before the first request.
 * Service workers stay out: what they fetch would go past the emulated line.
 */
export async function openFeed(
  browser: Browser,
  url: string,
  profile: ProfileName,
  prepare: (cdp: CDPSession) => void = () => undefined,
): Promise<OpenFeed> {
  const context = await browser.newContext({
    viewport: { width: 390, height: 844 },
    deviceScaleFactor: 2,
    serviceWorkers: 'block',
    hasTouch: true,
    isMobile: true,
    locale: 'en-GB',
  })
  const page = await context.newPage()
  const cdp = await context.newCDPSession(page)
  await cdp.send('Network.enable')
  const line = PROFILES[profile]
  if (line) await cdp.send('Network.emulateNetworkConditions', { offline: false, ...line })
  prepare(cdp)
  await page.addInitScript(installProbe)
  // who swipes is measured: nothing goes on by itself
  await page.addInitScript(() => localStorage.setItem('clipway:autoplay', '"path"'))
  await page.goto(url, { timeout: 120_000 })
  await page.waitForFunction(() => document.querySelector('[data-testid="feed"] video'), undefined, {
    timeout: 120_000,
  })
  return { page, cdp, close: () => context.close() }
}

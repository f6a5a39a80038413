import AxeBuilder from '@axe-core/playwright'
import {
  expect,
  test,
  type Browser,
  type BrowserContext,
  type BrowserContextOptions,
  type Page,
} from '@playwright/test'
import { startApp, type App } from '../support/app.ts'
import { collectComplaints } from '../support/complaints.ts'
import { everyPage, type PageVisit } from '../support/every-page.ts'
import { furnish, type House } from '../support/furnished-house.ts'
import { findEnglish } from './english-left.ts'
import { walkByTab } from './tab-walk.ts'

const PHONE = { width: 390, height: 844 }
const DESKTOP = { width: 1280, height: 900 }

let app: App
let house: House

test.beforeAll(async () => {
  test.setTimeout(400_000)
  app = await startApp({ env: { RATE_LIMIT_SCALE: '1000' } })
  house = await furnish(app)
})
test.afterAll(() => app?.stop())

type Look = (page: Page, visit: PageVisit) => Promise<string[]>

/**
 * Each page in turn, in one browser of a person with an account and one of a guest.
 * @returns by page what `look` found wrong, and whatever the browser complained of; empty when all is well
 */
async function visitAll(
  browser: Browser,
  options: BrowserContextOptions,
  look: Look,
): Promise<Record<string, string[]>> {
  const found: Record<string, string[]> = {}
  const guest = await browser.newContext(options)
  const keeper = await browser.newContext(options)
  const cookies = [...house.keeper.client.cookies].map(([name, value]) => ({ name, value, url: app.url }))
  await keeper.addCookies(cookies)
  const visits = everyPage(house)
  const visitRest = async () => {
    for (let visit = visits.shift(); visit; visit = visits.shift()) {
      const faults = await visitOne(visit.isSignedIn ? keeper : guest, visit, look)
      if (faults.length > 0) found[visit.file] = faults
    }
  }
  // side by side: each has the focus of its own page
  await Promise.all([visitRest(), visitRest()])
  await Promise.all([guest.close(), keeper.close()])
  return found
}

async function visitOne(context: BrowserContext, visit: PageVisit, look: Look): Promise<string[]> {
  const page = await context.newPage()
  const complaints = collectComplaints(page, app.url)
  await page.goto(app.url + visit.path)
  await settle(page)
  const faults = [...(await look(page, visit)), ...complaints]
  await page.close()
  return faults
}

/** Until everything that the page asks for by itself is there. */
async function settle(page: Page): Promise<void> {
  await expect(page.getByRole('heading', { level: 1 }).first()).toBeAttached()
  await expect(page.locator('main [aria-busy=true]')).toHaveCount(0)
  await page.evaluate(async () => {
    await document.fonts.ready
    await new Promise((resolve) => requestIdleCallback(resolve, { timeout: 1000 }))
  })
  await page.evaluate(untilArrived)
}

/** Runs in the page: colours that fade from one theme to the other, or a part that comes in, are what they will be. */
async function untilArrived(): Promise<void> {
  const ending = document.getAnimations().filter(({ effect }) => effect?.getComputedTiming().endTime !== Infinity)
  await Promise.all(ending.map(({ finished }) => finished.catch(() => {})))
} // prettier-ignore

/** What still moves after five seconds (WCAG 2.2.2): until then something may turn while it waits. */
async function findMovingOn(page: Page): Promise<string[]> {
  let moving = await page.evaluate(findMoving)
  for (let second = 0; second < 5 && moving.length > 0; second++) {
    await page.waitForTimeout(1000)
    moving = await page.evaluate(findMoving)
  }
  return moving
}

async function findBarriers(axe: AxeBuilder): Promise<string[]> {
  const { violations } = await axe.analyze()
  return violations.flatMap(({ id, nodes }) => nodes.map((node) => `${id}: ${node.html.slice(0, 200)}`))
}

const tooWide = (page: Page) =>
  page.evaluate(() => Math.max(0, document.documentElement.scrollWidth - innerWidth))

test('no page has a barrier, moves by itself for who asks for less motion, or keeps a control from the keyboard', async ({
  browser,
}) => {
  test.setTimeout(900_000)
  const found = await visitAll(browser, { viewport: DESKTOP, reducedMotion: 'reduce' }, async (page) => {
    const light = await findBarriers(new AxeBuilder({ page }))
    await page.emulateMedia({ colorScheme: 'dark' })
    await expect(page.locator('html')).toHaveClass(/\bdark\b/)
    await page.evaluate(untilArrived)
    const dark = await findBarriers(new AxeBuilder({ page }).withRules('color-contrast'))
    const moving = await findMovingOn(page)
    const { unreached, nameless } = await walkByTab(page)
    const named = { light, dark, moving, unreached, nameless }
    return Object.entries(named).flatMap(([name, faults]) => faults.map((fault) => `${name}: ${fault}`))
  })
  expect(found).toEqual({})
})

test('every page speaks German to who reads German, and fits a phone in both directions of writing and a desktop with letters twice as large', async ({
  browser,
}) => {
  test.setTimeout(900_000)
  const found = await visitAll(browser, { viewport: PHONE, locale: 'de-DE' }, async (page, { file }) => {
    await expect(page.locator('html')).toHaveAttribute('lang', 'de')
    // written for developers, in English
    const english = file.startsWith('docs/') ? [] : await findEnglish(page)
    const widths = new Map([['left to right', await tooWide(page)]])
    await page.evaluate(() => (document.documentElement.dir = 'rtl'))
    widths.set('right to left', await tooWide(page))
    await page.evaluate(() => (document.documentElement.dir = 'ltr'))
    await page.setViewportSize(DESKTOP)
    const cdp = await page.context().newCDPSession(page)
    await cdp.send('Page.setFontSizes', { fontSizes: { standard: 32, fixed: 26 } })
    await page.waitForTimeout(100)
    widths.set('twice as large', await tooWide(page))
    return [...english, ...[...widths].flatMap(([how, pixels]) => (pixels > 0 ? [`${pixels} px too wide ${how}`] : []))] // prettier-ignore
  })
  expect(found).toEqual({})
})

/** Runs in the page. */
function findMoving(): string[] {
  const playing = [...document.querySelectorAll<HTMLMediaElement>('video, audio')].filter(({ paused }) => !paused)
  const moving = document.getAnimations().flatMap(({ effect, playState }) => {
    const isEndless = playState === 'running' && effect?.getComputedTiming().activeDuration === Infinity
    return isEndless && effect instanceof KeyframeEffect && effect.target ? [effect.target] : []
  })
  return [...playing, ...moving].map((each) => each.outerHTML.slice(0, 120))
} // prettier-ignore

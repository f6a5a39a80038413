import { setTimeout as sleep } from 'node:timers/promises'
import type { Browser, Locator, Page } from '@playwright/test'
import { quantile } from '../feed/quantile.ts'
import type { LongVideo } from './long-video.ts'
import { installStudioProbe } from './probe.ts'

/** What one thing that somebody does cost. */
export interface Cost {
  longestTaskMs: number
  frameP95Ms: number
}

export interface StudioFigures {
  /** From the request of the page until every control answers. */
  openedMs: number
  costs: Record<'open' | 'zoom' | 'scroll' | 'drag' | 'list' | 'clip', Cost>
}

const STEPS = 90

/** Opens the page where clips are cut, as its creator at a desk, and does there what people do. */
export async function measureStudio(browser: Browser, url: string, video: LongVideo): Promise<StudioFigures> {
  const context = await browser.newContext({ viewport: { width: 1440, height: 900 }, serviceWorkers: 'block' })
  await context.addCookies([...video.creator.cookies].map(([name, value]) => ({ name, value, url })))
  const page = await context.newPage()
  await page.addInitScript(installStudioProbe)
  const begun = performance.now()
  await page.goto(`${url}/studio/${video.id}`)
  const timeline = page.locator('[data-timeline-scroller]')
  await page.locator('[data-testid=playhead]').waitFor({ state: 'attached', timeout: 60_000 })
  // the page is alive, and the player with it
  await page.locator('video').waitFor({ state: 'attached', timeout: 60_000 })
  const openedMs = performance.now() - begun
  await sleep(1500)
  const costs = {
    open: await take(page),
    zoom: await costOf(page, () => zoom(page, timeline)),
    scroll: await costOf(page, () => scroll(page, timeline)),
    drag: await costOf(page, () => drag(page)),
    list: await costOf(page, () => scrollList(page)),
    clip: await costOf(page, () => openClips(page)),
  }
  await context.close()
  return { openedMs, costs }
} // prettier-ignore

async function costOf(page: Page, act: () => Promise<void>): Promise<Cost> {
  await sleep(500)
  await take(page)
  await act()
  await sleep(200)
  return take(page)
}

async function take(page: Page): Promise<Cost> {
  const { longTasks, frames } = await page.evaluate(() => ({
    longTasks: window.studioProbe.longTasks.splice(0),
    frames: window.studioProbe.frames.splice(0),
  }))
  return { longestTaskMs: Math.max(0, ...longTasks), frameP95Ms: quantile(frames, 0.95) }
}

/** By the wheel over the middle of what is seen, in as far as it goes and half the way out. */
async function zoom(page: Page, timeline: Locator): Promise<void> {
  await over(page, timeline)
  await page.keyboard.down('Control')
  for (let step = 0; step < STEPS; step++) {
    await page.mouse.wheel(0, step < STEPS * (2 / 3) ? -60 : 60)
    await sleep(16)
  }
  await page.keyboard.up('Control')
}

async function scroll(page: Page, timeline: Locator): Promise<void> {
  await over(page, timeline)
  for (let step = 0; step < STEPS; step++) {
    await page.mouse.wheel(step < STEPS / 2 ? 240 : -180, 0)
    await sleep(16)
  }
}

/** Marks a stretch and draws its end to and fro over clips that it holds on to. */
async function drag(page: Page): Promise<void> {
  await page.keyboard.press('[')
  await page.keyboard.press('l')
  await sleep(300)
  await page.keyboard.press(']')
  const handle = page.locator('[data-testid=mark-end]')
  const box = await handle.boundingBox()
  if (!box) throw new Error('nothing is marked')
  const [x, y] = [box.x + box.width / 2, box.y + box.height / 2]
  await page.mouse.move(x, y)
  await page.mouse.down()
  for (let step = 0; step < STEPS; step++) {
    await page.mouse.move(x + Math.sin((step / STEPS) * Math.PI * 2) * 200 + step, y)
    await sleep(16)
  }
  await page.mouse.up()
}

async function scrollList(page: Page): Promise<void> {
  await page.locator('[data-clip]').first().hover()
  for (let step = 0; step < STEPS; step++) {
    await page.mouse.wheel(0, 300)
    await sleep(16)
  }
}

async function openClips(page: Page): Promise<void> {
  for (let turn = 0; turn < 4; turn++) {
    const shown = page.locator('[data-clip] > button:visible').nth(turn * 3)
    await shown.click()
    await sleep(250)
  }
}

async function over(page: Page, place: Locator): Promise<void> {
  const box = await place.boundingBox()
  if (box) await page.mouse.move(box.x + box.width / 2, box.y + box.height / 2)
}

import AxeBuilder from '@axe-core/playwright'
import { expect, test, type Page } from '@playwright/test'
import type { VideoView } from '#shared/videos'
import { enter } from '../support/accounts.ts'
import { startApp, type App } from '../support/app.ts'
import { BrowserClient } from '../support/browser-client.ts'
import { collectComplaints } from '../support/complaints.ts'
import { FOOTAGE, madeWith, sample } from '../support/footage.ts'
import { publishFile } from '../support/publish-file.ts'

test.use({ viewport: { width: 1440, height: 900 } })

let app: App
let long: VideoView
let captioned: VideoView

test.beforeAll(async () => {
  test.setTimeout(300_000)
  app = await startApp()
  const creator = new BrowserClient(app.url)
  await enter(creator, app.dataDir)
  const publish = (path: string, title: string, description: string) =>
    publishFile(creator, app.url, path, {
      metadata: { title, description },
      until: 'ready',
      timeoutMs: 240_000,
    })
  long = await publish(
    await longFootage(),
    'People, one by one',
    'The second comes at 0:40. See https://example.org/people.',
  )
  captioned = await publish(await FOOTAGE.captioned(), 'Hello', '')
})
test.afterAll(() => app?.stop())

/** Real footage where there is some, else made: over a minute, so that there is something to seek and to resume. */
async function longFootage(): Promise<string> {
  const real = sample('one-by-one-person-detection.mp4')
  const made = ['-f', 'lavfi', '-i', 'testsrc2=size=768x432:rate=10:duration=90', '-c:v', 'libx264', '-preset', 'ultrafast', '-pix_fmt', 'yuv420p', '-g', '20'] // prettier-ignore
  return real ?? madeWith(made, '.mp4')
}

const media = (page: Page) =>
  page.locator('video.vjs-tech').evaluate((element) => {
    const { currentTime, paused, playbackRate, muted, volume, videoHeight, duration } =
      element as HTMLVideoElement
    return { currentTime, paused, playbackRate, muted, volume, videoHeight, duration }
  })
const timeOf = async (page: Page) => (await media(page)).currentTime

async function open(page: Page, video: VideoView): Promise<void> {
  await page.goto(`${app.url}/watch/${video.id}`)
  await expect(page.getByRole('heading', { level: 1, name: video.title })).toBeVisible()
  await expect(page.getByTestId('player-time')).toBeAttached()
  await page.locator('video.vjs-tech').waitFor()
  await expect.poll(async () => (await media(page)).videoHeight, { timeout: 20_000 }).toBeGreaterThan(0)
}

async function play(page: Page): Promise<void> {
  if ((await media(page)).paused) await page.keyboard.press('k')
  await expect.poll(async () => (await media(page)).paused).toBe(false)
}

test('a video plays on', async ({ page }) => {
  const complaints = collectComplaints(page, app.url)
  await open(page, long)
  await play(page)
  const before = await timeOf(page)
  await expect.poll(() => timeOf(page), { timeout: 10_000 }).toBeGreaterThan(before + 1)
  expect((await media(page)).duration).toBeCloseTo(long.duration, 0)
  expect(complaints).toEqual([])
})

test('keys seek, change speed, sound and captions, and stop it', async ({ page }) => {
  const complaints = collectComplaints(page, app.url)
  await open(page, long)
  await play(page)
  await page.keyboard.press('5')
  await expect.poll(() => timeOf(page)).toBeGreaterThan(long.duration * 0.5 - 1)
  const half = await timeOf(page)
  await page.keyboard.press('j')
  await expect.poll(() => timeOf(page)).toBeLessThan(half - 5)
  await page.keyboard.press('>')
  await expect.poll(async () => (await media(page)).playbackRate).toBe(1.25)
  await page.keyboard.press('<')
  await page.keyboard.press('m')
  await expect.poll(async () => (await media(page)).muted).toBe(true)
  await page.keyboard.press('k')
  await expect.poll(async () => (await media(page)).paused).toBe(true)
  await page.keyboard.press('?')
  await expect(page.getByRole('dialog', { name: 'Keyboard shortcuts' })).toBeVisible()
  await page.keyboard.press('Escape')
  await expect(page.getByRole('dialog')).toBeHidden()
  expect(complaints).toEqual([])
})

test('the seek bar shows the moment under the pointer and goes there', async ({ page }) => {
  const complaints = collectComplaints(page, app.url)
  await open(page, long)
  await play(page)
  const bar = page.getByRole('slider', { name: 'Position in the video' })
  const box = (await bar.boundingBox())!
  await page.mouse.move(box.x + box.width * 0.7, box.y + box.height / 2)
  await expect(page.getByTestId('storyboard')).toBeVisible()
  await page.mouse.click(box.x + box.width * 0.7, box.y + box.height / 2)
  await expect.poll(() => timeOf(page)).toBeGreaterThan(long.duration * 0.68)
  await bar.focus()
  await page.keyboard.press('Home')
  await expect.poll(() => timeOf(page)).toBeLessThan(5)
  expect(complaints).toEqual([])
})

test('another quality plays when it is chosen', async ({ page }) => {
  const complaints = collectComplaints(page, app.url)
  expect(long.renditions.length).toBeGreaterThan(1)
  await open(page, long)
  await play(page)
  const lowest = Math.min(...long.renditions.map(({ height }) => height))
  const highest = Math.max(...long.renditions.map(({ height }) => height))
  for (const height of [lowest, highest]) {
    await page.mouse.move(400, 300)
    await page.getByRole('button', { name: 'Settings' }).click()
    await page.getByRole('menuitem', { name: /Quality/ }).click()
    await page.getByRole('menuitemradio', { name: `${height}p`, exact: true }).click()
    await expect.poll(async () => (await media(page)).videoHeight, { timeout: 15_000 }).toBe(height)
  }
  expect(complaints).toEqual([])
})

test('captions show what is said, and stay on for the next visit', async ({ page }) => {
  const complaints = collectComplaints(page, app.url)
  await open(page, captioned)
  await play(page)
  await page.keyboard.press('c')
  await page.keyboard.press('Home')
  await expect(page.getByTestId('captions')).toContainText('Hello there', { timeout: 15_000 })
  await page.reload()
  await expect(page.getByTestId('captions')).toContainText('Hello there', { timeout: 15_000 })
  expect(complaints).toEqual([])
})

test('a visit goes on where the last one stopped, and may start over', async ({ page }) => {
  const complaints = collectComplaints(page, app.url)
  await open(page, long)
  await play(page)
  await page.keyboard.press('3')
  await expect.poll(() => timeOf(page)).toBeGreaterThan(long.duration * 0.3 - 1)
  await page.keyboard.press('k')
  await page.reload()
  await expect(page.getByRole('button', { name: 'Start over' })).toBeVisible({ timeout: 15_000 })
  await expect.poll(() => timeOf(page), { timeout: 15_000 }).toBeGreaterThan(long.duration * 0.3 - 2)
  await page.getByRole('button', { name: 'Start over' }).click()
  await expect.poll(() => timeOf(page)).toBeLessThan(5)
  expect(complaints).toEqual([])
})

test('a time in the description is a way there', async ({ page }) => {
  await open(page, long)
  await page.getByRole('button', { name: 'Go to 0:40' }).click()
  await expect.poll(() => timeOf(page)).toBeGreaterThan(39)
  await expect(page.getByRole('link', { name: 'https://example.org/people' })).toHaveAttribute(
    'rel',
    /noopener/,
  )
})

test('a lost stream is said with a way to go on, and goes on', async ({ page }) => {
  test.setTimeout(120_000)
  await open(page, long)
  await play(page)
  await page.route('**/cdn/**', (route) => route.abort())
  await page.keyboard.press('9')
  await expect(page.getByRole('alert')).toContainText('stopped loading', { timeout: 60_000 })
  await page.unroute('**/cdn/**')
  await page.getByRole('button', { name: 'Try again' }).click()
  await expect.poll(() => timeOf(page), { timeout: 20_000 }).toBeGreaterThan(long.duration * 0.88)
})

test('the page of videos leads to the video without loading the player before', async ({ page }) => {
  const complaints = collectComplaints(page, app.url)
  const scripts: string[] = []
  page.on('response', async (response) => {
    if (response.url().endsWith('.js')) scripts.push(await response.text().catch(() => ''))
  })
  await page.goto(`${app.url}/videos`)
  await expect(page.getByRole('link', { name: long.title })).toBeVisible()
  expect(scripts.some((text) => text.includes('videojs-http-streaming') || text.includes('vjs-tech'))).toBe(
    false,
  )
  await page.getByRole('link', { name: long.title }).click()
  await expect(page.getByRole('heading', { level: 1, name: long.title })).toBeVisible()
  expect(complaints).toEqual([])
})

for (const colorScheme of ['dark', 'light'] as const) {
  test(`the pages of a guest have names, roles and contrast (${colorScheme})`, async ({ browser }) => {
    const context = await browser.newContext({ colorScheme })
    const page = await context.newPage()
    await page.goto(`${app.url}/videos`)
    await expect(page.getByRole('link', { name: long.title })).toBeVisible()
    expect(await violations(page)).toEqual([])
    await open(page, long)
    expect(await violations(page)).toEqual([])
    await context.close()
  })
}

async function violations(page: Page): Promise<string[]> {
  const { violations } = await new AxeBuilder({ page }).withTags(['wcag2a', 'wcag2aa', 'wcag22aa']).analyze()
  return violations.flatMap(({ id, nodes }) => nodes.map((node) => `${id}: ${node.html.slice(0, 200)}`))
}

import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
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

/** A server of another site (localhost is not 127.0.0.1), whose pages are what `body` makes of their path. */
async function anotherSite(body: (path: string) => string) {
  const server = createServer(({ url = '/' }, answer) => {
    answer.setHeader('content-type', 'text/html')
    answer.end(`<!doctype html><title>Another site</title>${body(url)}`)
  }).listen(0, '127.0.0.1')
  await once(server, 'listening')
  const url = `http://localhost:${(server.address() as AddressInfo).port}`
  return { url, close: () => new Promise((resolve) => server.close(resolve)) }
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

test('every key does what the list says', async ({ page }) => {
  const complaints = collectComplaints(page, app.url)
  await open(page, long)
  await play(page)
  await page.keyboard.press('k')
  await page.getByRole('region', { name: /^Video player/ }).focus()
  const state = () => media(page)
  const near = (seconds: number) => async () => Math.abs((await timeOf(page)) - seconds) < 0.2
  /** The key, and what holds after it; one after another. */
  const table: [key: string, holds: () => Promise<boolean>][] = [
    ['5', near(long.duration * 0.5)],
    ['j', near(long.duration * 0.5 - 10)],
    ['l', near(long.duration * 0.5)],
    ['ArrowLeft', near(long.duration * 0.5 - 5)],
    ['ArrowRight', near(long.duration * 0.5)],
    ['Home', near(0)],
    ['.', async () => Math.abs((await timeOf(page)) - 1 / 30) < 0.01],
    [',', async () => (await timeOf(page)) < 0.01],
    ['End', near(long.duration)],
    ['0', near(0)],
    ['>', async () => (await state()).playbackRate === 1.25],
    ['<', async () => (await state()).playbackRate === 1],
    ['ArrowDown', async () => (await state()).volume < 0.97],
    ['ArrowUp', async () => (await state()).volume > 0.97],
    ['m', async () => (await state()).muted],
    ['m', async () => !(await state()).muted],
    ['t', async () => (await page.locator('video.vjs-tech').boundingBox())!.width > 1400],
    ['Escape', async () => (await page.locator('video.vjs-tech').boundingBox())!.width < 1200],
    ['f', () => page.evaluate(() => document.fullscreenElement !== null)],
    ['f', () => page.evaluate(() => document.fullscreenElement === null)],
    ['Space', async () => !(await state()).paused],
    ['k', async () => (await state()).paused],
    ['?', () => page.getByRole('dialog', { name: 'Keyboard shortcuts' }).isVisible()],
    ['Escape', () => page.getByRole('dialog').isHidden()],
    ['/', () => page.getByRole('combobox', { name: /Search/ }).evaluate((field) => field === document.activeElement)],
    // and in a field every key is the field's
    ['k', async () => (await state()).paused],
  ] // prettier-ignore
  for (const [key, holds] of table) {
    await page.keyboard.press(key)
    await expect.poll(holds, { message: key, timeout: 10_000 }).toBe(true)
  }
  expect(complaints).toEqual([])
})

test('the keys of one sign can be turned off', async ({ page }) => {
  await open(page, long)
  await play(page)
  await page.keyboard.press('?')
  await page.getByRole('switch', { name: 'Single keys drive the player' }).click()
  await page.keyboard.press('Escape')
  await page.keyboard.press('m')
  await page.keyboard.press('?')
  await expect(page.getByRole('dialog')).toBeHidden()
  expect((await media(page)).muted).toBe(false)
})

test('leaving the page while it plays, it plays on in the corner, and back on its page', async ({ page }) => {
  const complaints = collectComplaints(page, app.url)
  await open(page, long)
  await play(page)
  await page.keyboard.press('3')
  await expect.poll(() => timeOf(page)).toBeGreaterThan(long.duration * 0.3 - 1)
  await page.locator('video.vjs-tech').evaluate((element) => (element.dataset.first = 'yes'))
  const playlists: string[] = []
  page.on(
    'request',
    (request) => void (request.url().includes('master.m3u8') && playlists.push(request.url())),
  )

  await page.getByRole('banner').getByRole('link', { name: 'Topics' }).click()
  await expect(page).toHaveURL(/\/topics$/)
  const corner = page.getByRole('region', { name: 'Mini player' })
  await expect(corner.locator('video[data-first]')).toBeVisible()
  const before = await timeOf(page)
  expect((await media(page)).paused).toBe(false)
  await expect.poll(() => timeOf(page)).toBeGreaterThan(before + 1)
  expect(await violations(page)).toEqual([])

  await corner.getByRole('button', { name: 'Pause' }).focus()
  await page.keyboard.press('Enter')
  await expect.poll(async () => (await media(page)).paused).toBe(true)
  const stopped = await timeOf(page)
  await corner.getByRole('link', { name: `Back to ${long.title}` }).press('Enter')
  await expect(page.getByRole('region', { name: /^Video player/ })).toBeFocused()
  await expect(page.locator('video[data-first]')).toBeVisible()
  expect(Math.abs((await timeOf(page)) - stopped)).toBeLessThan(0.3)
  expect(playlists).toEqual([])

  await play(page)
  await page.keyboard.press('i')
  await expect(corner.getByRole('link', { name: `Back to ${long.title}` })).toBeFocused()
  await page.keyboard.press('Escape')
  await expect(corner).toBeHidden()
  await expect(page.locator('video')).toHaveCount(0)
  expect(complaints).toEqual([])
})

test('the wide picture is remembered', async ({ page }) => {
  await open(page, long)
  const width = async () => (await page.locator('video.vjs-tech').boundingBox())!.width
  expect(await width()).toBeLessThan(1200)
  await page.mouse.move(400, 300)
  await page.getByRole('button', { name: 'Theatre mode' }).click()
  await expect.poll(width).toBeGreaterThan(1400)
  await expect(page.getByRole('button', { name: 'Theatre mode' })).toBeFocused()
  await page.reload()
  await page.locator('video.vjs-tech').waitFor()
  await expect.poll(width).toBeGreaterThan(1400)
})

test('a part that was shared plays alone, for anyone', async ({ page }) => {
  const complaints = collectComplaints(page, app.url)
  await open(page, long)
  await page.getByRole('button', { name: 'Share' }).click()
  const dialog = page.getByRole('dialog', { name: 'Share' })
  await dialog.getByRole('checkbox', { name: 'Start at' }).check()
  await dialog.getByRole('textbox', { name: 'Time of the start' }).fill('0:20')
  await dialog.getByRole('checkbox', { name: 'End at' }).check()
  await dialog.getByRole('textbox', { name: 'Time of the end' }).fill('0:10')
  await expect(dialog.getByText('Must come after the start')).toBeVisible()
  await dialog.getByRole('textbox', { name: 'Time of the end' }).fill('0:23')
  const link = await dialog.getByRole('textbox', { name: 'Link' }).inputValue()
  expect(link).toBe(`${app.url}/watch/${long.id}?t=20&end=23&from=share`)

  await page.goto(link)
  await page.locator('video.vjs-tech').waitFor()
  await expect(page.getByRole('region', { name: 'Part of a video' })).toContainText('from 0:20 to 0:23')
  await expect(page.getByTestId('player-time')).toContainText('/ 0:03')
  await expect.poll(() => timeOf(page), { timeout: 20_000 }).toBeGreaterThan(19.9)
  if ((await media(page)).paused) await page.keyboard.press('k')
  await expect(page.getByRole('button', { name: 'Play again' }).first()).toBeVisible({ timeout: 20_000 })
  const stopped = await media(page)
  expect(stopped.paused).toBe(true)
  expect(Math.abs(stopped.currentTime - 23)).toBeLessThan(0.15)
  await page.getByRole('link', { name: 'Watch the whole video' }).click()
  await expect(page.getByTestId('player-time')).toContainText(/\/ 1:|\/ 2:/)
  expect(complaints).toEqual([])
})

test('another site shows it in a frame, without a cookie, and may frame nothing else', async ({
  page,
  context,
}) => {
  const complaints = collectComplaints(page, app.url)
  const site = await anotherSite((path) => `<iframe src="${app.url}${path}" width="640" height="360" allow="autoplay"></iframe>`) // prettier-ignore
  const frame = page.frameLocator('iframe')
  await page.goto(`${site.url}/embed/${long.id}?t=20`)
  await frame.getByRole('button', { name: `Play ${long.title}` }).click()
  const playing = frame.locator('video.vjs-tech')
  await expect
    .poll(() => playing.evaluate((element) => (element as HTMLVideoElement).currentTime).catch(() => 0))
    .toBeGreaterThan(20.5)
  await frame.getByTestId('player-controls').hover()
  await frame.getByRole('button', { name: 'Pause' }).first().click()
  const opened = context.waitForEvent('page')
  await frame.getByRole('link', { name: long.title }).click()
  await expect(await opened).toHaveURL(`${app.url}/watch/${long.id}?from=share`)
  await (await opened).close()
  // of the other site, only its own page
  expect(complaints.filter((each) => !each.startsWith(`request to ${site.url}/`))).toEqual([])

  await context.clearCookies()
  await page.goto(`${site.url}/embed/${captioned.id}`)
  await expect(frame.getByRole('button', { name: `Play ${captioned.title}` })).toBeVisible()
  expect(await context.cookies()).toEqual([])
  await page.goto(`${site.url}/watch/${long.id}`)
  await expect(frame.getByRole('heading', { name: long.title })).toHaveCount(0)
  await site.close()
})

test('the next video counts down, can be stopped, and comes', async ({ page }) => {
  test.setTimeout(90_000)
  await open(page, captioned)
  await play(page)
  await page.keyboard.press('9')
  const next = page.getByRole('region', { name: 'Up next' })
  await expect(next).toContainText(long.title, { timeout: 20_000 })
  expect(await violations(page)).toEqual([])
  await next.getByRole('button', { name: 'Cancel' }).click()
  await expect(next).toBeHidden()
  await page.keyboard.press('9')
  await play(page)
  await expect(next).toBeVisible({ timeout: 20_000 })
  await expect(page).toHaveURL(new RegExp(`/watch/${long.id}$`), { timeout: 15_000 })
  await expect(page.getByRole('heading', { level: 1, name: long.title })).toBeVisible()
  await page.keyboard.press('Shift+P')
  await expect(page).toHaveURL(new RegExp(`/watch/${captioned.id}$`))
})

test('captions look as their reader likes, and come by themselves while there is no sound', async ({
  page,
}) => {
  await open(page, captioned)
  await play(page)
  await page.keyboard.press('m')
  await page.keyboard.press('0')
  const captions = page.getByTestId('captions').locator('span').first()
  await expect(captions).toContainText('Hello there', { timeout: 15_000 })
  const size = () => captions.evaluate((line) => Number.parseFloat(getComputedStyle(line).fontSize))
  const usual = await size()
  await page.mouse.move(400, 300)
  await page.getByRole('button', { name: 'Settings' }).click()
  await page.getByRole('menuitem', { name: /Caption size/ }).click()
  await page.getByRole('menuitemradio', { name: 'Very large' }).click()
  await page.getByRole('button', { name: 'Settings' }).click()
  await page.getByRole('menuitem', { name: /Caption background/ }).click()
  await page.getByRole('menuitemradio', { name: 'Solid' }).click()
  await page.reload()
  await page.locator('video.vjs-tech').waitFor()
  await page.keyboard.press('0')
  await expect(captions).toBeVisible({ timeout: 15_000 })
  expect(await size()).toBeGreaterThan(usual * 1.4)
  await expect(captions).toHaveCSS('background-color', 'rgb(0, 0, 0)')
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
  await expect(page.getByRole('alert')).toContainText('The video stopped loading', { timeout: 60_000 })
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

import AxeBuilder from '@axe-core/playwright'
import { expect, test, type Page } from '@playwright/test'
import type { ClipView } from '#shared/clips'
import type { VideoView } from '#shared/videos'
import { enter } from '../support/accounts.ts'
import { startApp, type App } from '../support/app.ts'
import { BrowserClient } from '../support/browser-client.ts'
import { collectComplaints } from '../support/complaints.ts'
import { FOOTAGE, madeWith } from '../support/footage.ts'
import { publishFile } from '../support/publish-file.ts'

test.use({ viewport: { width: 1280, height: 900 } })

let app: App
let creator: BrowserClient
let video: VideoView

test.beforeAll(async () => {
  test.setTimeout(300_000)
  app = await startApp()
  creator = new BrowserClient(app.url)
  await enter(creator, app.dataDir)
  const path = await madeWith(['-stream_loop', '1', '-i', await FOOTAGE.h264(), '-c', 'copy'], '.mp4')
  video = await publishFile(creator, app.url, path, {
    metadata: { title: 'A test card', description: '' },
    until: 'ready',
    timeoutMs: 240_000,
  })
})
test.afterAll(() => app?.stop())

const media = (page: Page) =>
  page.locator('video.vjs-tech').evaluate((element) => {
    const { currentTime, paused, videoHeight } = element as HTMLVideoElement
    return { currentTime, paused, videoHeight }
  })

async function waitForPicture(page: Page): Promise<void> {
  await page.locator('video.vjs-tech').waitFor()
  await expect.poll(async () => (await media(page)).videoHeight, { timeout: 20_000 }).toBeGreaterThan(0)
}

async function goTo(page: Page, seconds: number): Promise<void> {
  await page.locator('video.vjs-tech').evaluate((element, to) => {
    const picture = element as HTMLVideoElement
    picture.pause()
    picture.currentTime = to
  }, seconds)
  await expect.poll(async () => Math.abs((await media(page)).currentTime - seconds)).toBeLessThan(0.05)
}

test('a clip is marked, saved, and plays from its start to its end and no further', async ({ page }) => {
  const complaints = collectComplaints(page, app.url)
  const cookies = [...creator.cookies].map(([name, value]) => ({ name, value, url: app.url }))
  await page.context().addCookies(cookies)
  await page.goto(`${app.url}/watch/${video.id}`)
  await waitForPicture(page)
  await page.getByRole('button', { name: 'Make a clip' }).click()
  await expect(page.getByRole('heading', { name: 'Make a clip' })).toBeVisible()
  await goTo(page, 9.5)
  await page.keyboard.press('[')
  await goTo(page, 13.25)
  await page.keyboard.press(']')
  await page.getByRole('textbox', { name: 'Title' }).fill('The middle of the card')
  await page.getByRole('button', { name: 'Save clip' }).click()
  await expect(page.getByRole('heading', { name: /^Clips/ })).toBeVisible()
  await expect(page.getByTestId('chapter-mark')).toHaveCount(1)

  const [clip] = (await creator.get(`/api/videos/${video.id}/clips`)).json.items as ClipView[]
  expect(clip).toMatchObject({ title: 'The middle of the card' })
  expect(clip!.startSeconds).toBeCloseTo(9.5, 1)
  expect(clip!.duration).toBeCloseTo(3.75, 1)

  await page.goto(`${app.url}/clips/${clip!.id}`)
  await expect(page.getByRole('heading', { level: 1, name: clip!.title })).toBeVisible()
  await waitForPicture(page)
  await expect(page.getByTestId('player-time')).toContainText('/ 0:03')
  // segments are four seconds long: the playlist begins at 8, the clip 1.5 seconds into it
  const [start, end] = [clip!.startSeconds - 8, clip!.endSeconds - 8]
  await expect.poll(async () => (await media(page)).currentTime).toBeGreaterThanOrEqual(start - 0.05)
  if ((await media(page)).paused) await page.keyboard.press('k')
  await expect(page.getByRole('button', { name: 'Play again' }).first()).toBeVisible({ timeout: 20_000 })
  const stopped = await media(page)
  expect(stopped.paused).toBe(true)
  expect(Math.abs(stopped.currentTime - end)).toBeLessThan(0.15)

  await page.keyboard.press('k')
  await expect.poll(async () => (await media(page)).currentTime).toBeLessThan(start + 1.5)
  await page.keyboard.press('k')
  await page.keyboard.press('5')
  await expect
    .poll(async () => Math.abs((await media(page)).currentTime - (start + clip!.duration / 2)))
    .toBeLessThan(0.2)

  await page.getByRole('link', { name: /^Full video/ }).click()
  await expect(page).toHaveURL(new RegExp(`/watch/${video.id}\\?t=11`))
  await waitForPicture(page)
  await expect.poll(async () => (await media(page)).currentTime).toBeGreaterThanOrEqual(11)
  expect(complaints).toEqual([])
})

test('a clip and its video share one place, and the page of a clip has names, roles and contrast', async ({
  browser,
}) => {
  const made = await creator.post(`/api/videos/${video.id}/clips`, {
    startSeconds: 2,
    endSeconds: 22,
    title: 'Nearly all of the card',
    description: '',
  })
  const { id } = made.json as ClipView
  for (const colorScheme of ['dark', 'light'] as const) {
    const context = await browser.newContext({ colorScheme })
    const page = await context.newPage()
    await page.goto(`${app.url}/clips/${id}`)
    await waitForPicture(page)
    if ((await media(page)).paused) await page.keyboard.press('k')
    await page.keyboard.press('6')
    await expect(page.getByTestId('player-time')).toContainText(/0:1[2-4]/)
    await page.keyboard.press('k')
    const { violations } = await new AxeBuilder({ page })
      .withTags(['wcag2a', 'wcag2aa', 'wcag22aa'])
      .analyze()
    expect(violations.map((each) => each.id)).toEqual([])
    await page.goto(`${app.url}/watch/${video.id}`)
    await waitForPicture(page)
    // 12 to 14 seconds into a clip that begins at 2; so near to the end of the video it is offered
    await page.getByRole('button', { name: /^Go to 0:1[4-6]$/ }).click()
    await expect.poll(async () => (await media(page)).currentTime).toBeGreaterThan(13.5)
    await context.close()
  }
})

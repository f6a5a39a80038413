import AxeBuilder from '@axe-core/playwright'
import { expect, test, type Page } from '@playwright/test'
import type { VideoView } from '#shared/videos'
import { enter } from '../support/accounts.ts'
import { startApp, type App } from '../support/app.ts'
import { BrowserClient } from '../support/browser-client.ts'
import { collectComplaints } from '../support/complaints.ts'
import { FOOTAGE } from '../support/footage.ts'
import { publishFile } from '../support/publish-file.ts'

test.use({ viewport: { width: 1280, height: 900 } })

let app: App
let creator: BrowserClient
let videos: VideoView[]

test.beforeAll(async () => {
  test.setTimeout(300_000)
  app = await startApp()
  creator = new BrowserClient(app.url)
  await enter(creator, app.dataDir)
  const path = await FOOTAGE.h264()
  videos = []
  for (const title of ['A test card', 'Another card', 'The third card']) {
    const settings = { metadata: { title, description: '' }, until: 'ready' as const, timeoutMs: 240_000 }
    videos.push(await publishFile(creator, app.url, path, settings))
  }
})
test.afterAll(() => app?.stop())

async function open(page: Page, path: string) {
  const complaints = collectComplaints(page, app.url)
  const cookies = [...creator.cookies].map(([name, value]) => ({ name, value, url: app.url }))
  await page.context().addCookies(cookies)
  await page.goto(`${app.url}${path}`, { waitUntil: 'networkidle' })
  return complaints
}

async function expectAccessible(page: Page) {
  const { violations } = await new AxeBuilder({ page })
    // guards of the toaster, which hand the focus on at once
    .exclude('span[aria-hidden="true"][tabindex="0"]')
    .withTags(['wcag2a', 'wcag2aa', 'wcag22aa'])
    .analyze()
  expect(violations.map(({ id, nodes }) => [id, nodes.map(({ html }) => html.slice(0, 160))])).toEqual([])
}

/** Into a folder where one is named, for people to look at. */
async function show(page: Page, name: string) {
  const folder = process.env.CLIPWAY_SCREENSHOTS
  if (!folder) return
  for (const [size, width, height] of [
    ['phone', 390, 844],
    ['tablet', 820, 1180],
    ['desktop', 1440, 900],
  ] as const) {
    // prettier-ignore
    await page.setViewportSize({ width, height })
    for (const colorScheme of ['dark', 'light'] as const) {
      await page.emulateMedia({ colorScheme })
      await page.waitForTimeout(250)
      await page.screenshot({ path: `${folder}/${name}-${size}-${colorScheme}.png` })
    }
  }
  await page.setViewportSize({ width: 1280, height: 900 })
}

test('several videos are ticked by keyboard and changed together', async ({ page }) => {
  const complaints = await open(page, '/studio')
  await page.getByRole('checkbox', { name: 'Select A test card' }).focus()
  await page.keyboard.press('Space')
  await page.getByRole('checkbox', { name: 'Select The third card' }).click({ modifiers: ['Shift'] })
  await expect(page.getByText('3 selected')).toBeVisible()
  await page.getByRole('checkbox', { name: 'Select A test card' }).focus()
  await page.keyboard.press('Escape')
  await expect(page.getByText('3 selected')).toBeHidden()
  await page.keyboard.press('Control+a')
  await expect(page.getByText('3 selected')).toBeVisible()
  await show(page, 'list')
  await expectAccessible(page)
  await page.getByRole('button', { name: 'Visibility' }).click()
  await page.getByRole('menuitem', { name: 'Make private' }).click()
  await expect(page.getByText('3 videos changed').first()).toBeVisible()
  await expect(page.getByText('Private', { exact: true })).toHaveCount(3)
  await page.getByRole('searchbox', { name: 'Search my videos' }).fill('third')
  await expect(page.getByRole('heading', { level: 2 })).toHaveText(['The third card'])
  expect(complaints).toEqual([])
})

test('captions are written by keyboard beside the video, and kept until they are saved', async ({ page }) => {
  const { id } = videos[0]!
  const complaints = await open(page, `/studio/${id}/captions`)
  await page.getByLabel('Choose a language').click()
  await page.getByRole('option', { name: 'English' }).click()
  await page.getByRole('button', { name: 'Add', exact: true }).click()
  const file = ['1', '00:00:01,000 --> 00:00:03,000', '<i>Hello</i> there', '', '2', '00:00:04,000 --> 00:00:06,000', 'A card'] // prettier-ignore
  await page.getByLabel('Caption file').setInputFiles({
    name: 'card.srt',
    mimeType: 'application/x-subrip',
    buffer: Buffer.from(file.join('\n')),
  })
  const text = page.getByLabel('Text of cue 1')
  await expect(text).toHaveValue('Hello there')
  await text.focus()
  await page.keyboard.press('Alt+ArrowDown')
  await expect(page.getByLabel('Text of cue 2')).toBeFocused()
  await page.keyboard.press('End')
  await page.keyboard.type(' of colours')
  await page.keyboard.press('Control+z')
  await expect(page.getByLabel('Text of cue 2')).toHaveValue('A card')
  await page.getByRole('button', { name: 'Shift', exact: true }).click()
  await page.getByRole('button', { name: 'Later' }).click()
  await expect(page.getByLabel('Start of cue 1')).toHaveValue('0:01.500')
  await show(page, 'captions')
  await expectAccessible(page)
  await text.focus()
  await page.keyboard.press('Control+s')
  await expect(page.getByText('Captions saved').first()).toBeVisible()
  const { json } = await creator.get(`/api/videos/${id}/captions/en`)
  expect(json.cues).toEqual([
    { startSeconds: 1.5, endSeconds: 3.5, text: 'Hello there' },
    { startSeconds: 4.5, endSeconds: 6.5, text: 'A card' },
  ])
  expect(complaints).toEqual([])
})

test('five thousand cues scroll and are edited without all of them being there', async ({ page }) => {
  const { id } = videos[1]!
  const cues = Array.from({ length: 5000 }, (_, index) => ({ startSeconds: index, endSeconds: index + 0.9, text: `Line ${index + 1}` })) // prettier-ignore
  expect((await creator.put(`/api/videos/${id}/captions/en`, { label: 'English', cues })).status).toBe(200)
  const complaints = await open(page, `/studio/${id}/captions`)
  const list = page.getByRole('group', { name: '5000 cues' })
  await expect(list).toBeVisible()
  await list.evaluate((element) => (element.scrollTop = element.scrollHeight))
  const last = page.getByLabel('Text of cue 5000')
  await expect(last).toHaveValue('Line 5000')
  expect(await page.locator('[data-cue]').count()).toBeLessThan(40)
  const startedAt = Date.now()
  await last.pressSequentially('!!!!!')
  expect(Date.now() - startedAt).toBeLessThan(2000)
  await expect(last).toHaveValue(/!!!!!/)
  expect(complaints).toEqual([])
})

test('the picture of a video is a frame of it, and its facts are changed beside it', async ({ page }) => {
  const { id, thumbnailURL } = videos[0]!
  const complaints = await open(page, `/studio/${id}/details`)
  await show(page, 'details')
  await expectAccessible(page)
  await page.getByRole('button', { name: /Frame at/ }).last().click() // prettier-ignore
  await expect(page.getByText('The new thumbnail is shown')).toBeVisible({ timeout: 60_000 })
  const shown = page.getByAltText('Thumbnail of the video now')
  await expect(shown).not.toHaveAttribute('src', thumbnailURL)
  await page.getByLabel('Title').fill('A better title')
  await page.getByRole('button', { name: 'Save' }).click()
  await expect(page.getByText('Saved').first()).toBeVisible()
  expect((await creator.get(`/api/videos/${id}`)).json.title).toBe('A better title')
  expect(complaints).toEqual([])
})

test('figures are drawn, read by keyboard, and stand in a table', async ({ page }) => {
  const { id } = videos[2]!
  const report = (positionSeconds: number, secondsWatched: number) => ({ id: crypto.randomUUID(), positionSeconds, secondsWatched }) // prettier-ignore
  await creator.post(`/api/videos/${id}/view`, { secondsWatched: 3, source: 'search' })
  await creator.post(`/api/videos/${id}/watch`, { events: [report(0, 0), report(8, 8)] })
  const seen = async () => (await creator.get(`/api/videos/${id}/analytics`)).json.watchThrough.length
  await expect.poll(seen, { timeout: 60_000 }).toBe(12)
  const complaints = await open(page, `/studio/${id}/analytics`)
  const curve = page.getByRole('slider', { name: 'Who is still there' })
  await expect(curve.locator('canvas')).toBeVisible()
  await curve.focus()
  await page.keyboard.press('Home')
  await expect(curve).toHaveAttribute('aria-valuetext', /0:00, Saw it: 100/)
  await page.keyboard.press('End')
  await expect(curve).toHaveAttribute('aria-valuetext', /0:11, Saw it: 0/)
  await page.getByRole('button', { name: 'Show as a table' }).first().click()
  await expect(page.getByRole('table').getByRole('row')).toHaveCount(29)
  await show(page, 'analytics')
  await expectAccessible(page)
  await page.goto(`${app.url}/studio/analytics`, { waitUntil: 'networkidle' })
  await expect(page.getByRole('link', { name: 'The third card' })).toBeVisible()
  await show(page, 'overview')
  await expectAccessible(page)
  expect(complaints).toEqual([])
})

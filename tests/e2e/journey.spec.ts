import { expect, test, type Locator, type Page } from '@playwright/test'
import { startApp, type App } from '../support/app.ts'
import { FOOTAGE, madeWith, sample } from '../support/footage.ts'
import { readCode } from '../support/outbox.ts'
import { observePage, type Complaints } from './observe-page.ts'

const person = { email: 'magda@example.org', password: 'four unrelated words here' }

/** For a clone without the samples: two rungs of the ladder, so that there is a quality to change to. */
const TALL_ENOUGH = [
  ...['-f', 'lavfi', '-i', 'testsrc2=size=1280x720:rate=25:duration=20'],
  ...['-f', 'lavfi', '-i', 'sine=frequency=440:sample_rate=48000:duration=20'],
  ...['-c:v', 'libx264', '-preset', 'ultrafast', '-pix_fmt', 'yuv420p', '-g', '50', '-c:a', 'aac'],
]

let app: App
let page: Page
let complaints: Complaints
let footage: string

test.describe.configure({ mode: 'serial' })

test.beforeAll(async ({ browser }) => {
  footage = sample('one-by-one-person-detection.mp4') ?? (await madeWith(TALL_ENOUGH, '.mp4'))
  app = await startApp()
  page = await browser.newPage({ baseURL: app.url, viewport: { width: 1440, height: 900 } })
  // the dialog that gives handles cannot be driven from a test; the plain input is what other browsers use
  await page.addInitScript(() => Reflect.deleteProperty(window, 'showOpenFilePicker'))
  complaints = observePage(page, app.url)
})

test.afterAll(async () => {
  await page?.close()
  await app?.stop()
})

test('a guest who wants to upload signs up, and the code from the mail leads there', async () => {
  await page.goto('/upload')
  await expect(page).toHaveURL(/\/login\?next=\/upload$/)
  await page.getByRole('link', { name: 'Create an account' }).click()
  await fillSignUp(page)
  await expect(page).toHaveURL(/\/verify/)
  await expect(page.getByText(person.email)).toBeVisible()
  await page.getByLabel('Code').fill(await readCode(app.dataDir, person.email))
  // who is new is asked three things first, and may skip them all
  await expect(page).toHaveURL(/\/welcome\?next=/)
  for (const heading of ['learn', 'follow', 'like']) {
    await expect(page.getByRole('heading', { level: 1 })).toContainText(heading)
    await page.getByRole('button', { name: 'Skip' }).click()
  }
  await expect(page).toHaveURL(/\/upload$/)
  await expect(page.getByRole('heading', { name: 'Upload', exact: true })).toBeVisible()
})

test('logging out and in again leads back to where one was', async () => {
  await logOut(page)
  await page.goto('/upload')
  await page.getByLabel('E-mail').fill(person.email)
  await page.getByLabel('Password', { exact: true }).fill('not the password')
  await page.getByRole('button', { name: 'Log in' }).click()
  await expect(page.getByRole('alert')).toContainText('wrong')
  complaints.console = complaints.console.filter((text) => !text.includes('401')) // the browser notes every refusal
  await page.getByLabel('Password', { exact: true }).fill(person.password)
  await page.getByRole('button', { name: 'Log in' }).click()
  await expect(page).toHaveURL(/\/upload$/)
})

test('an upload pauses, lives through a reload, goes on, and becomes a video', async () => {
  const slow = await slowDown(page, 300_000)
  await chooseFile(page.locator('input[type=file]').first())
  const card = page.getByTestId('upload-card')
  await expect(card).toHaveAttribute('data-phase', 'sending')
  await expect(card.getByText(/MB\/s|KB\/s/)).toBeVisible()

  await card.getByRole('button', { name: /^Pause/ }).click()
  await expect(card).toHaveAttribute('data-phase', 'paused')
  const paused = await percentOf(card)
  await card.getByLabel('Title').fill('One person after another')
  await card.getByRole('button', { name: /^Resume/ }).click()
  await expect.poll(() => percentOf(card)).toBeGreaterThan(paused)

  page.once('dialog', (dialog) => dialog.accept()) // leaving while bytes travel asks first
  await page.reload()
  await expect(card).toHaveAttribute('data-phase', 'needs_file')
  await expect(card.getByRole('button', { name: /Choose the file again/ })).toBeEnabled()
  expect(await percentOf(card)).toBeGreaterThan(0)
  await slow.end()
  await chooseFile(card.locator('input[type=file]'))
  await expect(card).toHaveAttribute('data-phase', /playable|ready/, { timeout: 60_000 })
  await expect(card.getByLabel('Title')).toHaveValue('One person after another')
})

test('the video plays, seeks and changes its quality', async () => {
  const card = page.getByTestId('upload-card')
  await expect(card).toHaveAttribute('data-phase', 'ready', { timeout: 120_000 })
  await card.getByRole('link', { name: 'Watch' }).click()
  await expect(page.getByRole('heading', { name: 'One person after another' })).toBeVisible()
  const video = page.locator('video')
  await expect.poll(() => timeOf(video)).toBeGreaterThan(0.5)

  const duration = await video.evaluate((element: HTMLVideoElement) => element.duration)
  await page.keyboard.press('5') // half-way
  await expect.poll(() => timeOf(video)).toBeGreaterThan(duration * 0.5)

  const before = await heightOf(video)
  await page.mouse.move(600, 400)
  await page.mouse.move(620, 410)
  await page.getByRole('button', { name: 'Settings' }).click()
  await page.getByRole('menuitem', { name: /Quality/ }).click()
  const qualities = (await page.getByRole('menuitemradio').allInnerTexts()).map((text) => text.trim())
  const other = qualities.find((quality) => /^\d+p$/.test(quality) && quality !== `${before}p`)
  await page.getByRole('menuitemradio', { name: other, exact: true }).click()
  await expect.poll(() => heightOf(video), { timeout: 30_000 }).not.toBe(before)
  const changed = await timeOf(video)
  await expect.poll(() => timeOf(video)).toBeGreaterThan(changed)
})

test('an upload goes on while one looks at other pages, and the tray says so', async () => {
  const slow = await slowDown(page, 200_000)
  await openUploadPage(page)
  await chooseFile(page.locator('input[type=file]').first())
  const card = page.getByTestId('upload-card').first()
  await expect(card).toHaveAttribute('data-phase', 'sending')
  await page.getByRole('link', { name: 'Clipway, home' }).click()
  const tray = page.getByTestId('upload-tray')
  await expect(tray).toContainText('Uploading 1 video')
  await tray.click()
  await card.getByRole('button', { name: /^Cancel/ }).click()
  await page.getByRole('button', { name: 'Cancel upload' }).click()
  await expect(page.getByTestId('upload-card')).toHaveCount(0)
  await slow.end()
})

test('a text file in disguise is refused in plain words, and the next upload works', async () => {
  await openUploadPage(page)
  const input = page.locator('input[type=file]').first()
  await input.setInputFiles({
    name: 'notes.mp4',
    mimeType: 'video/mp4',
    buffer: Buffer.from('just text\n'.repeat(500)),
  })
  await expect(page.getByTestId('upload-card').first()).toHaveAttribute('data-phase', /failed|refused/)
  await input.setInputFiles(await FOOTAGE.h264Silent())
  await expect(page.getByTestId('upload-card').first()).toHaveAttribute('data-phase', /playable|ready/, {
    timeout: 60_000,
  })
})

test('after logging out the old cookie opens nothing', async ({ playwright }) => {
  const cookies = await page.context().cookies()
  const cookie = cookies.map(({ name, value }) => `${name}=${value}`).join('; ')
  const stranger = await playwright.request.newContext({ baseURL: app.url, extraHTTPHeaders: { cookie } })
  expect((await stranger.get('/api/me')).status()).toBe(200)
  await logOut(page)
  expect((await stranger.get('/api/me')).status()).toBe(401)
  await stranger.dispose()
})

test('nothing complained, and no other host was asked for anything', () => {
  expect(complaints).toEqual({ console: [], foreign: [] })
})

async function fillSignUp(page: Page): Promise<void> {
  const button = page.getByRole('button', { name: 'Create account' })
  await expect(button).toBeEnabled()
  await page.getByLabel('First name').fill('Magda')
  await page.getByLabel('Last name').fill('Nowak')
  await page.getByLabel('Username').fill('magda')
  await page.getByLabel('E-mail').fill(person.email)
  await page.getByLabel('Password', { exact: true }).fill(person.password)
  await page.getByLabel('Birth date').fill('1990-05-31')
  await button.click()
}

/** A file chosen before the page's code runs would be chosen in vain. */
async function openUploadPage(page: Page): Promise<void> {
  await page.goto('/upload')
  await expect(page.getByRole('button', { name: 'Choose files' })).toBeEnabled()
}

async function logOut(page: Page): Promise<void> {
  await page.getByRole('button', { name: /account of/i }).click()
  await page.getByRole('menuitem', { name: 'Log out' }).click()
  await expect(page.getByRole('link', { name: 'Log in' }).first()).toBeVisible()
}

async function chooseFile(input: Locator): Promise<void> {
  await input.setInputFiles(footage)
}

/** Holds back what the page sends, so that there is time to pause. */
async function slowDown(page: Page, bytesPerSecond: number) {
  const devtools = await page.context().newCDPSession(page)
  const set = (uploadThroughput: number) =>
    devtools.send('Network.emulateNetworkConditions', {
      offline: false,
      latency: 0,
      downloadThroughput: -1,
      uploadThroughput,
    })
  await set(bytesPerSecond)
  return { end: () => set(-1) }
}

async function percentOf(card: Locator): Promise<number> {
  return Number(await card.getByRole('progressbar').getAttribute('aria-valuenow'))
}

function timeOf(video: Locator): Promise<number> {
  return video.evaluate((element: HTMLVideoElement) => element.currentTime)
}

function heightOf(video: Locator): Promise<number> {
  return video.evaluate((element: HTMLVideoElement) => element.videoHeight)
}

import { stat } from 'node:fs/promises'
import { expect, test, type Locator, type Page } from '@playwright/test'
import { startApp, type App } from '../support/app.ts'
import { madeWith } from '../support/footage.ts'
import { logInBrowser } from '../support/log-in-browser.ts'

let app: App
let page: Page

test.beforeAll(async ({ browser }) => {
  app = await startApp()
  page = await browser.newPage({ baseURL: app.url })
  // the dialog that gives handles cannot be driven from a test; the plain input is what other browsers use
  await page.addInitScript(() => Reflect.deleteProperty(window, 'showOpenFilePicker'))
  await logInBrowser(page, app)
})
test.afterAll(async () => {
  await page?.close()
  await app?.stop()
})

/** The button works once the page does; a file given before that would be heard by nobody. */
async function choose(footage: string): Promise<void> {
  await expect(page.getByRole('button', { name: 'Choose files' })).toBeEnabled()
  await page.locator('input[type=file]').first().setInputFiles(footage)
}

const cardOf = () => page.getByTestId('upload-card').first()

test('raw footage is compressed before it is sent, lives through a reload, and arrives whole', async () => {
  const footage = await madeWith(
    [
      '-f',
      'lavfi',
      '-i',
      'testsrc2=size=640x360:rate=25:duration=6',
      '-c:v',
      'rawvideo',
      '-pix_fmt',
      'yuv420p',
    ],
    '.avi',
  )
  const { size } = await stat(footage)
  await slowDown(page, 500_000)
  await page.goto('/upload')
  await choose(footage)
  const card = cardOf()
  await expect(card).toHaveAttribute('data-phase', 'sending', { timeout: 60_000 })
  await expect.poll(() => percentOf(card)).toBeGreaterThan(0)

  const { items } = await listUploads(page)
  expect(items[0]).toMatchObject({ originalSizeBytes: size })
  expect(items[0]?.sizeBytes).toBeLessThan(size * 0.95)

  page.once('dialog', (dialog) => void dialog.accept()) // leaving while bytes travel asks first
  await page.reload()
  // what travels lies in the browser: nothing has to be chosen again
  await expect(card).toHaveAttribute('data-phase', 'paused')
  await slowDown(page, -1)
  await card.getByRole('button', { name: /^Resume/ }).click()
  // the server has compared the hash of what it inflated with the one of the file here
  await expect(card).toHaveAttribute('data-phase', /playable|ready/, { timeout: 90_000 })

  expect(await leftBehind(page)).toEqual({ local: 0, kept: 0, files: 0 })
})

test('an upload goes on by itself when the server comes back from a crash', async () => {
  const footage = await madeWith(
    [
      '-f',
      'lavfi',
      '-i',
      'testsrc2=size=1280x720:rate=25:duration=8',
      '-c:v',
      'libx264',
      '-preset',
      'ultrafast',
      '-qp',
      '12',
      '-pix_fmt',
      'yuv420p',
    ],
    '.mp4',
  )
  await slowDown(page, 1_500_000)
  await page.goto('/upload')
  await choose(footage)
  const card = cardOf()
  await expect.poll(() => percentOf(card)).toBeGreaterThan(5)
  await app.kill('web')
  await expect(card).toHaveAttribute('data-phase', 'offline')
  await app.ready('web')
  await expect(card).toHaveAttribute('data-phase', 'sending', { timeout: 40_000 })
  await slowDown(page, -1)
  await expect(card).toHaveAttribute('data-phase', /playable|ready/, { timeout: 90_000 })
})

async function listUploads(page: Page) {
  const answer = await page.request.get('/api/uploads')
  return (await answer.json()) as { items: { sizeBytes: number; originalSizeBytes: number }[] }
}

/** What the browser still keeps of uploads. */
function leftBehind(page: Page) {
  return page.evaluate(async () => {
    const database = await new Promise<IDBDatabase>((resolve, reject) => {
      const request = indexedDB.open('clipway-uploads')
      request.onsuccess = () => resolve(request.result)
      request.onerror = () => reject(request.error as Error)
    })
    const count = database.transaction('unfinished').objectStore('unfinished').count()
    const kept = await new Promise<number>((resolve) => (count.onsuccess = () => resolve(count.result)))
    const local = Object.keys(localStorage).filter((key) => /tus|upload/i.test(key)).length
    let files = 0
    const folder = await navigator.storage.getDirectory()
    for await (const _name of (folder as unknown as { keys(): AsyncIterable<string> }).keys()) files++
    return { local, kept, files }
  })
}

async function slowDown(page: Page, uploadThroughput: number): Promise<void> {
  const devtools = await page.context().newCDPSession(page)
  const conditions = { offline: false, latency: 0, downloadThroughput: -1, uploadThroughput }
  await devtools.send('Network.emulateNetworkConditions', conditions)
}

async function percentOf(card: Locator): Promise<number> {
  return Number(await card.getByRole('progressbar').getAttribute('aria-valuenow'))
}

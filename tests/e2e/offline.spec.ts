import { expect, test, type Page } from '@playwright/test'
import type { VideoView } from '#shared/videos'
import { enter } from '../support/accounts.ts'
import { startApp, type App } from '../support/app.ts'
import { BrowserClient } from '../support/browser-client.ts'
import { FOOTAGE } from '../support/footage.ts'
import { publishFile } from '../support/publish-file.ts'

test.use({ serviceWorkers: 'allow' })

let app: App
let creator: BrowserClient
let video: VideoView

test.beforeAll(async () => {
  test.setTimeout(240_000)
  app = await startApp()
  creator = new BrowserClient(app.url)
  await enter(creator, app.dataDir)
  video = await publishFile(creator, app.url, await FOOTAGE.h264(), {
    metadata: { title: 'A test card', description: '' },
    until: 'ready',
    timeoutMs: 200_000,
  })
})
test.afterAll(() => app?.stop())

/**
 * Opens the app twice: the service worker sees what is fetched from the second time on.
 * @param path of a page that fetches no media of its own, where those are counted
 */
async function openInstalled(page: Page, path = '/'): Promise<void> {
  await page.goto(app.url + path)
  await page.evaluate(() => navigator.serviceWorker.ready.then(() => undefined))
  await page.goto(app.url + path)
  await page.waitForFunction(() => navigator.serviceWorker.controller !== null)
  await page.waitForLoadState('networkidle')
}

/** Status and length of a part of the pack, as the page is answered; null where there is no answer. */
function fetchPart(
  page: Page,
  range: string,
): Promise<{ status: number; bytes: number; range: string | null } | null> {
  return page.evaluate(
    async ({ uuid, range }) => {
      const playlist = await fetch(`/cdn/${uuid}/master.m3u8`).then((answer) => (answer.ok ? answer.text() : null), () => null) // prettier-ignore
      const revision = /r=(\d+)/.exec(playlist ?? '')?.[1] ?? localStorage.getItem('revision')
      if (revision) localStorage.setItem('revision', revision)
      const answer = await fetch(`/cdn/${uuid}/pack?r=${revision}`, { headers: { range } }).catch(() => null)
      if (!answer) return null
      const bytes = (await answer.arrayBuffer()).byteLength
      return { status: answer.status, bytes, range: answer.headers.get('content-range') }
    },
    { uuid: video.uuid, range },
  )
}

test('can be installed: a manifest with what browsers ask for', async ({ page }) => {
  await page.goto(app.url)
  const manifest = await page.evaluate(async () => {
    const link = document.querySelector<HTMLLinkElement>('link[rel=manifest]')
    return (await (await fetch(link!.href)).json()) as {
      display: string
      icons: { src: string; sizes: string }[]
    }
  })
  expect(manifest.display).toBe('standalone')
  for (const { src } of manifest.icons) expect((await page.request.get(app.url + src)).status()).toBe(200)
  expect(manifest.icons.map(({ sizes }) => sizes)).toEqual(expect.arrayContaining(['192x192', '512x512']))
})

test('without a network the home page opens as it was, other pages say so and come back by themselves', async ({
  page,
  context,
}) => {
  await openInstalled(page)
  await context.setOffline(true)
  await page.goto(app.url)
  await expect(page.locator('#main')).toBeVisible()
  await page.goto(`${app.url}/topics`)
  await expect(page.getByRole('heading', { name: 'You are offline' })).toBeVisible()
  await context.setOffline(false)
  await expect(page.getByRole('heading', { level: 1, name: 'Topics' })).toBeVisible()
})

test('the beginning of a clip is kept, and given back as the same part; what is long is not', async ({
  page,
  context,
}) => {
  await openInstalled(page, '/topics')
  const first = await fetchPart(page, 'bytes=0-9999')
  const long = await fetchPart(page, 'bytes=0-1500000')
  expect(first).toMatchObject({ status: 206, bytes: 10_000 })
  expect(long?.status).toBe(206)
  await expect
    .poll(() => page.evaluate(async () => (await (await caches.open('segments')).keys()).length))
    .toBe(1)
  await context.setOffline(true)
  expect(await fetchPart(page, 'bytes=0-9999')).toEqual(first)
})

test('whoever logs out leaves nothing of what they saw on the device', async ({ page, context }) => {
  await context.addCookies([...creator.cookies].map(([name, value]) => ({ name, value, url: app.url })))
  await openInstalled(page, '/topics')
  await fetchPart(page, 'bytes=0-9999')
  const kept = () =>
    page.evaluate(async () => (await caches.keys()).filter((name) => ['segments', 'pictures'].includes(name)))
  await expect.poll(kept).toContain('segments')
  await page.getByRole('button', { name: /account/i }).click()
  await page.getByRole('menuitem', { name: 'Log out' }).click()
  await expect(page.getByRole('link', { name: 'Log in' }).first()).toBeVisible()
  expect(await kept()).not.toContain('segments')
})

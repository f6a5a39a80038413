import AxeBuilder from '@axe-core/playwright'
import { expect, test, type Browser, type Page } from '@playwright/test'
import type { ClipView } from '#shared/clips'
import type { ClipSuggestionsView } from '#shared/studio'
import type { VideoView } from '#shared/videos'
import { enter } from '../support/accounts.ts'
import { startApp, type App } from '../support/app.ts'
import { BrowserClient } from '../support/browser-client.ts'
import { collectComplaints } from '../support/complaints.ts'
import { FOOTAGE } from '../support/footage.ts'
import { readPictures, pictureNow } from '../support/picture-number.ts'
import { publishFile } from '../support/publish-file.ts'

const FRAME_SECONDS = 1 / 25

let app: App
let creator: BrowserClient
let viewer: BrowserClient
let numbered: VideoView
let scenes: VideoView

test.beforeAll(async () => {
  test.setTimeout(300_000)
  app = await startApp()
  const people = [new BrowserClient(app.url), new BrowserClient(app.url)] as const
  for (const person of people) await enter(person, app.dataDir)
  ;[creator, viewer] = people
  const publish = (path: string, title: string) =>
    publishFile(creator, app.url, path, { metadata: { title, description: '' }, until: 'ready', timeoutMs: 240_000 })
  numbered = await publish(await FOOTAGE.numbered(), 'Counted pictures')
  scenes = await publish(await FOOTAGE.scenes(), 'Four scenes')
  for (const { id } of [numbered, scenes]) {
    await expect.poll(async () => ((await creator.get(`/api/videos/${id}/clip-suggestions`)).json as ClipSuggestionsView).state, { timeout: 60_000 }).toBe('ready')
  }
}) // prettier-ignore
test.afterAll(() => app?.stop())

async function pageOf(browser: Browser, person: BrowserClient, viewport = { width: 1440, height: 900 }) {
  const context = await browser.newContext({ viewport, locale: 'en-GB', serviceWorkers: 'block' })
  await context.addCookies([...person.cookies].map(([name, value]) => ({ name, value, url: app.url })))
  const page = await context.newPage()
  await page.addInitScript(readPictures)
  return page
}

const picture = (page: Page) => page.locator('video.vjs-tech')

async function openStudio(page: Page, video: VideoView): Promise<void> {
  await page.goto(`${app.url}/studio/${video.id}`)
  await picture(page).waitFor()
  await expect
    .poll(() => picture(page).evaluate((element) => (element as HTMLVideoElement).readyState), {
      timeout: 20_000,
    })
    .toBeGreaterThan(1)
}

/** Stands still at a picture, in its middle as a player does that was stopped. */
async function standAt(page: Page, frame: number): Promise<void> {
  await picture(page).evaluate(
    (element, seconds) => {
      const film = element as HTMLVideoElement
      film.pause()
      film.currentTime = seconds
    },
    (frame + 0.6) * FRAME_SECONDS,
  )
  await expect.poll(() => pictureNow(page)).toBe(frame)
  // what is marked is the moment that the page knows
  await expect
    .poll(async () => Number(await page.getByRole('slider', { name: 'Position in the video' }).getAttribute('aria-valuenow')))
    .toBeCloseTo((frame + 0.6) * FRAME_SECONDS, 2)
} // prettier-ignore

async function violations(page: Page): Promise<string[]> {
  const { violations } = await new AxeBuilder({ page })
    // guards of the toaster, which hand the focus on at once
    .exclude('span[aria-hidden="true"][tabindex="0"]')
    .withTags(['wcag2a', 'wcag2aa', 'wcag22aa'])
    .analyze()
  return violations.flatMap(({ id, nodes }) => nodes.map((node) => `${id}: ${node.html.slice(0, 200)}`))
}

/** Until the clip can be played by whoever is behind the page: its playlist and its first bytes. */
function playableElsewhere(page: Page, videoId: string): Promise<{ clipId: string; at: number }> {
  return page.evaluate(async (id) => {
    for (;;) {
      const { items } = await (await fetch(`/api/videos/${id}/clips`)).json()
      if (items[0]) {
        const master = await fetch(items[0].clipURL)
        const text = await master.text()
        const line = text.split('\n').find((each: string) => each && !each.startsWith('#'))
        const playlist = await fetch(new URL(line!, master.url))
        const [, length, from] = /#EXT-X-BYTERANGE:(\d+)@(\d+)\n(.+)/.exec(await playlist.clone().text()) ?? []
        const [, address] = /#EXT-X-BYTERANGE:\d+@\d+\n(.+)/.exec(await playlist.text()) ?? []
        const range = `bytes=${from}-${Number(from) + Number(length) - 1}`
        const bytes = await fetch(new URL(address!, playlist.url), { headers: { range } })
        if (bytes.status === 206 && (await bytes.arrayBuffer()).byteLength > 0) return { clipId: items[0].id, at: Date.now() }
      }
      await new Promise((resolve) => setTimeout(resolve, 20))
    }
  }, videoId)
} // prettier-ignore

/** The first and the last picture of a clip, each as it stands still, since a busy browser tells of others too late. */
async function endsShown(page: Page, clipId: string): Promise<[number, number]> {
  await page.evaluate(() => sessionStorage.setItem('holds-first-play', 'yes'))
  await page.goto(`${app.url}/clips/${clipId}`)
  await picture(page).waitFor()
  await expect.poll(() => picture(page).evaluate((element) => {
    const { readyState, seeking, currentTime } = element as HTMLVideoElement
    return readyState > 1 && !seeking && currentTime > 0
  }), { timeout: 30_000 }).toBe(true)
  const first = await pictureNow(page)
  await picture(page).evaluate((element) => {
    sessionStorage.removeItem('holds-first-play')
    return (element as HTMLVideoElement).play()
  })
  await expect(page.getByRole('button', { name: 'Play again' }).first()).toBeVisible({ timeout: 30_000 })
  return [first, await pictureNow(page)]
} // prettier-ignore

test('a marked clip plays in another browser within a second, from its very picture to its end', async ({
  browser,
}) => {
  const studio = await pageOf(browser, creator)
  const elsewhere = await pageOf(browser, viewer)
  const complaints = collectComplaints(studio, app.url)
  await openStudio(studio, numbered)
  await elsewhere.goto(`${app.url}/settings`)

  const delays: number[] = []
  const results: { begins: number; ends: number; shown: [number, number] }[] = []
  for (const [begins, ends] of [
    [230, 305],
    [333, 391],
    [101, 167],
  ] as const) {
    await standAt(studio, begins)
    await studio.keyboard.press('[')
    await standAt(studio, ends)
    await studio.keyboard.press(']')
    await studio.getByRole('textbox', { name: 'Title' }).fill(`From ${begins} to ${ends}`)
    const playable = playableElsewhere(elsewhere, numbered.id)
    const pressed = Date.now()
    await studio.getByRole('button', { name: 'Make the clip', exact: true }).click()
    const { clipId, at } = await playable
    delays.push(at - pressed)

    results.push({ begins, ends, shown: await endsShown(elsewhere, clipId) })
    await creator.delete(`/api/clips/${clipId}`)
    await studio.reload()
    await openStudio(studio, numbered)
    await elsewhere.goto(`${app.url}/settings`)
  }
  console.log(JSON.stringify({ playableElsewhereMs: delays, results }))
  for (const { begins, ends, shown } of results) {
    expect(shown[0], 'its first picture').toBe(begins)
    // the out point is where that picture begins: the one before is the last
    expect(Math.abs(shown[1] - (ends - 1)) * FRAME_SECONDS, 'seconds beside its end').toBeLessThanOrEqual(0.1)
  }
  expect(delays.sort((a, b) => a - b)[1], 'the middle of three').toBeLessThan(1000)
  expect(complaints).toEqual([])
}) // prettier-ignore

test('a clip is made by the keyboard alone, and taken back', async ({ browser }) => {
  const page = await pageOf(browser, creator)
  await openStudio(page, numbered)
  await expect(page.getByTestId('timeline-canvas')).toBeVisible()
  expect(await violations(page)).toEqual([])

  await page.getByRole('slider', { name: 'Position in the video' }).focus()
  await page.keyboard.press('Home')
  for (let second = 0; second < 3; second++) await page.keyboard.press('Shift+ArrowRight')
  await page.keyboard.press('[')
  await page.keyboard.press('PageUp')
  await page.keyboard.press(']')
  const end = page.getByRole('slider', { name: 'End of the clip' })
  await end.focus()
  await page.keyboard.press('ArrowLeft')
  await page.keyboard.press('Shift+ArrowLeft')
  await expect(end).toHaveAttribute('aria-valuetext', '0:11.960')
  await page.keyboard.press('+')
  await page.getByRole('textbox', { name: 'Title' }).focus()
  await page.keyboard.type('By keys alone')
  await page.keyboard.press('Enter')
  await expect(page.getByRole('button', { name: /^By keys alone/ })).toBeVisible()
  const [clip] = (await creator.get(`/api/videos/${numbered.id}/clips`)).json.items as ClipView[]
  expect(clip).toMatchObject({ startSeconds: 3, endSeconds: 11.96, title: 'By keys alone' })

  await page.getByRole('button', { name: /^By keys alone/ }).focus()
  await page.keyboard.press('Enter')
  await expect(page.getByRole('button', { name: 'Change its times' })).toBeVisible()
  await page.getByRole('button', { name: 'Undo' }).press('Enter')
  await expect(page.getByRole('button', { name: /^By keys alone/ })).toHaveCount(0)
  await expect
    .poll(async () => (await creator.get(`/api/videos/${numbered.id}/clips`)).json.items.length)
    .toBe(0)
})

test('suggestions become clips at a press, and what is marked survives a reload', async ({ browser }) => {
  const page = await pageOf(browser, creator)
  await openStudio(page, scenes)
  const ghosts = page.getByRole('button', { name: /^Make the suggested clip/ })
  await expect(ghosts.first()).toBeVisible()
  await ghosts.first().focus()
  await page.keyboard.press('Enter')
  await expect
    .poll(async () => (await creator.get(`/api/videos/${scenes.id}/clips`)).json.items.length)
    .toBe(1)

  await page.getByRole('textbox', { name: 'Begins at' }).fill('0:41.5')
  await page.getByRole('textbox', { name: 'Ends at' }).fill('nonsense')
  await page.keyboard.press('Tab')
  await expect(page.getByText('A time within the video')).toBeVisible()
  await page.getByRole('textbox', { name: 'Ends at' }).fill('47')
  await page.keyboard.press('Tab')
  await page.getByRole('textbox', { name: 'Title' }).fill('Colour bars')
  await page.reload()
  await expect(page.getByRole('textbox', { name: 'Begins at' })).toHaveValue('0:41.500')
  await expect(page.getByRole('textbox', { name: 'Ends at' })).toHaveValue('0:47.000')
  await expect(page.getByRole('textbox', { name: 'Title' })).toHaveValue('Colour bars')
  await page.getByRole('button', { name: /^Four scenes, part/, expanded: false }).click()
  await expect(page.getByRole('button', { name: 'Change its times' })).toBeVisible()
  expect(await violations(page)).toEqual([])
})

test("somebody else's video is not here", async ({ browser }) => {
  const page = await pageOf(browser, viewer)
  const answer = await page.goto(`${app.url}/studio/${numbered.id}`)
  expect(answer?.status()).toBe(404)
  await expect(page.getByText('This video is not here')).toBeVisible()
})

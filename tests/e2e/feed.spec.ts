import AxeBuilder from '@axe-core/playwright'
import { expect, test, type BrowserContext, type Page } from '@playwright/test'
import { DEFAULT_PREFERENCES } from '#shared/default-preferences'
import type { VideoView } from '#shared/videos'
import { enter } from '../support/accounts.ts'
import { startApp, type App } from '../support/app.ts'
import { BrowserClient } from '../support/browser-client.ts'
import { collectComplaints } from '../support/complaints.ts'
import { FOOTAGE, madeWith, sample } from '../support/footage.ts'
import { publishFile } from '../support/publish-file.ts'

test.use({ viewport: { width: 1440, height: 900 } })

const TOPIC = 'people'
let app: App
let creator: BrowserClient
let viewer: BrowserClient

test.beforeAll(async () => {
  test.setTimeout(400_000)
  app = await startApp({ env: { RATE_LIMIT_SCALE: '100' } })
  creator = new BrowserClient(app.url)
  await enter(creator, app.dataDir)
  viewer = new BrowserClient(app.url)
  await enter(viewer, app.dataDir)
  await viewer.put('/api/me/preferences', { ...DEFAULT_PREFERENCES, autoplay: 'path' })
  for (const topic of [
    { combinedTopicName: TOPIC, topicName: 'People' },
    { combinedTopicName: `${TOPIC}/walking`, topicName: 'People', subTopicName: 'Walking' },
  ])
    expect((await creator.post('/api/topics', topic)).status).toBe(201)
  const long = await publish(await longFootage(), 'People, one by one', `${TOPIC}/walking`)
  await publish(await FOOTAGE.portrait(), 'A tall card', '')
  await publish(await FOOTAGE.captioned(), 'Hello', '')
  // longer than what a double tap at the side goes back and forth in
  for (const [startSeconds, endSeconds, title] of [
    [2, 14, 'The first walks in'],
    [20, 52, 'Two of them'],
    [60, 88, 'A third'],
  ] as const)
    expect((await creator.post(`/api/videos/${long.id}/clips`, { startSeconds, endSeconds, title })).status).toBe(201) // prettier-ignore
})
test.afterAll(() => app?.stop())

/** Real footage where there is some, else made. */
async function longFootage(): Promise<string> {
  const made = ['-f', 'lavfi', '-i', 'testsrc2=size=768x432:rate=10:duration=90', '-c:v', 'libx264', '-preset', 'ultrafast', '-pix_fmt', 'yuv420p', '-g', '20'] // prettier-ignore
  return sample('one-by-one-person-detection.mp4') ?? madeWith(made, '.mp4')
}

function publish(path: string, title: string, topic: string): Promise<VideoView> {
  const metadata = { title, description: '', ...(topic && { topic }) }
  return publishFile(creator, app.url, path, { metadata, until: 'ready', timeoutMs: 240_000 })
}

async function logIn(context: BrowserContext, client: BrowserClient): Promise<void> {
  await context.addCookies([...client.cookies].map(([name, value]) => ({ name, value, url: app.url })))
}

const current = (page: Page) => page.getByRole('feed').locator('article[aria-current="true"]')
const titleOf = (page: Page) => current(page).getByRole('heading', { level: 2 }).innerText()

/** Somebody who goes on by hand. */
async function stayAtItem(page: Page): Promise<void> {
  await page.addInitScript(() => localStorage.setItem('clipway:autoplay', '"path"'))
}

async function open(page: Page, path = '/'): Promise<void> {
  await stayAtItem(page)
  await page.goto(app.url + path)
  await expect(current(page)).toBeVisible()
  await expectPlaying(page)
}

/** The element in the current row moves on. */
async function expectPlaying(page: Page): Promise<void> {
  const video = current(page).locator('video')
  await expect
    .poll(
      () =>
        video
          .evaluate(
            (element: HTMLVideoElement) =>
              !element.paused && element.readyState > 2 && element.videoWidth > 0,
          )
          .catch(() => false),
      { timeout: 20_000 },
    ) // prettier-ignore
    .toBe(true)
}

async function expectMoved(page: Page, from: string): Promise<string> {
  await expect.poll(() => titleOf(page)).not.toBe(from)
  await expectPlaying(page)
  return titleOf(page)
}

test('the next clip plays after a key, a notch of the wheel, a button, and a swipe back', async ({
  page,
}) => {
  const complaints = collectComplaints(page, app.url)
  await open(page)
  let title = await titleOf(page)
  await page.keyboard.press('ArrowDown')
  title = await expectMoved(page, title)
  await page.mouse.move(600, 400)
  await page.mouse.wheel(0, 100)
  title = await expectMoved(page, title)
  await page.getByRole('button', { name: 'Next', exact: true }).click()
  await expectMoved(page, title)
  await page.keyboard.press('PageUp')
  await expect.poll(() => titleOf(page)).toBe(title)
  await expectPlaying(page)
  expect(await page.locator('video').count()).toBeLessThanOrEqual(3)
  expect(complaints).toEqual([])
})

test('a finger swipes to the next clip, pauses by a tap, and never jumps over one', async ({ browser }) => {
  const context = await browser.newContext({
    viewport: { width: 390, height: 844 },
    hasTouch: true,
    isMobile: true,
  })
  const page = await context.newPage()
  await open(page)
  const touch = await context.newCDPSession(page)
  const fromItsPlace = () => current(page).evaluate((row) => Math.abs(row.parentElement!.scrollTop - (row as HTMLElement).offsetTop)) // prettier-ignore
  /**
   * Over half of the screen, from where the list rests: it counts however slow the machine makes it. The finger moves as
   * soon as it is down, as one that rests for half a second holds, which opens the menu.
   */
  async function swipe(distance: number): Promise<void> {
    await expect.poll(fromItsPlace).toBeLessThan(2)
    const send = (type: 'touchStart' | 'touchMove' | 'touchEnd', y?: number) =>
      touch.send('Input.dispatchTouchEvent', { type, touchPoints: y === undefined ? [] : [{ x: 150, y }] })
    const from = 450 - distance / 2
    const sent = [send('touchStart', from)]
    for (let step = 1; step <= 6; step++) {
      sent.push(send('touchMove', from + (distance * step) / 6))
      await page.waitForTimeout(16)
    }
    await Promise.all([...sent, send('touchEnd')])
  }
  const place = () => current(page).getAttribute('data-row')
  await swipe(-460)
  await expect.poll(place).toBe('1')
  await expectPlaying(page)
  await swipe(-460)
  await expect.poll(place).toBe('2')
  await swipe(460)
  await expect.poll(place).toBe('1')
  await expectPlaying(page)
  await current(page).getByTestId('feed-picture').tap()
  await expect(current(page).getByRole('button', { name: 'Play', exact: true })).toBeVisible()
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(390)
  await context.close()
})

test('the feed goes on by itself at the end of an item', async ({ page }) => {
  await page.goto(app.url)
  await expectPlaying(page)
  const first = await titleOf(page)
  // a tenth is left of it
  await page.keyboard.press('9')
  await expectMoved(page, first)
  await expect(current(page)).toHaveAttribute('data-row', '1')
})

test('likes and comments from the feed arrive, and the clip plays on beside the comments', async ({
  page,
  context,
}) => {
  await logIn(context, viewer)
  await open(page)
  const row = current(page)
  await row.getByRole('button', { name: /^Like/ }).click()
  await expect(row.getByRole('button', { name: 'Like, 1 like' })).toHaveAttribute('aria-pressed', 'true')
  await page.keyboard.press('d')
  const panel = page.getByRole('dialog', { name: /^Comments on/ })
  await panel.getByRole('textbox', { name: 'Write a comment' }).fill('Now I see')
  await panel.getByRole('textbox', { name: 'Write a comment' }).press('Control+Enter')
  await expect(panel.getByText('Now I see')).toBeVisible()
  await expectPlaying(page)
  await panel.getByRole('textbox', { name: 'Write a comment' }).press('Escape')
  await expect(panel).toHaveCount(0)
  await expect(row).toBeFocused()
  const feed = (await viewer.get('/api/feed?again=true')).json.items as {
    item: { myReaction: string | null }
  }[]
  expect(feed.some(({ item }) => item.myReaction === 'like')).toBe(true)
})

test('a topic is another sequence, with an address; going back brings the one before', async ({ page }) => {
  await open(page)
  await page
    .getByRole('navigation', { name: 'Topics of the feed' })
    .getByRole('link', { name: 'People' })
    .click()
  await expect(page).toHaveURL(/\?topic=people/)
  await expect.poll(() => titleOf(page)).not.toBe('')
  await page.goBack()
  await expect(page).toHaveURL(`${app.url}/`)
  await expectPlaying(page)
})

test('what is not wanted can be taken back, and the end says what to do next', async ({ page, context }) => {
  await logIn(context, viewer)
  await open(page)
  const title = await titleOf(page)
  await page.keyboard.press('.')
  await page.getByRole('button', { name: 'Not interested' }).click()
  await expect(page.getByText('You will not see this again')).toBeVisible()
  const undo = page.getByRole('button', { name: 'Undo' })
  await expect(undo).toBeFocused()
  await undo.press('Enter')
  await expect.poll(() => titleOf(page)).toBe(title)
  await expect(async () => {
    await page.keyboard.press('PageDown')
    await expect(page.getByTestId('feed-end')).toBeInViewport({ timeout: 400 })
  }).toPass()
  await expect(page.getByTestId('feed-end').getByRole('heading')).toBeVisible()
})

test('the full video opens at the second that was playing, and coming back finds the same clip', async ({
  page,
}) => {
  await open(page)
  const first = await titleOf(page)
  await page.keyboard.press('ArrowDown')
  const title = await expectMoved(page, first)
  await page.waitForTimeout(1500)
  await page.keyboard.press('v')
  await expect(page).toHaveURL(/\/watch\/[0-9a-f]{24}/)
  await expect(page.getByRole('heading', { level: 1 })).toBeVisible()
  expect(await page.locator('[data-testid="feed"] video').count()).toBe(0)
  await page.goBack()
  await expect.poll(() => titleOf(page)).toBe(title)
  await expectPlaying(page)
})

test('everything has a name and is reached by Tab alone; the keys of the list do what it says', async ({
  page,
  context,
}) => {
  const newcomer = new BrowserClient(app.url)
  await enter(newcomer, app.dataDir)
  await logIn(context, newcomer)
  await open(page)
  await current(page).focus()
  const reached: string[] = []
  for (let n = 0; n < 16; n++) {
    await page.keyboard.press('Tab')
    const here = await page.evaluate(() => {
      const element = document.activeElement as HTMLElement
      const { width, height } = element.getBoundingClientRect()
      const ring = getComputedStyle(element).outlineStyle
      const label = element.getAttribute('aria-label') ?? element.innerText
      return { label: label.trim(), isLarge: width >= 24 && height >= 24, isSeen: ring !== 'none', isArticle: element.tagName === 'ARTICLE' }
    }) // prettier-ignore
    if (here.isArticle) break
    expect(here, JSON.stringify(here)).toMatchObject({ isLarge: true, isSeen: true })
    expect(here.label).not.toBe('')
    reached.push(here.label)
  }
  for (const name of [
    /^(Play|Pause)$/,
    /^Position/,
    /^Sound/,
    /^Like/,
    /^Dislike/,
    /^Comments/,
    /^Share/,
    /^Go to the full video/,
    /^More/,
  ])
    // prettier-ignore
    expect(reached.some((label) => name.test(label)), `${name} in ${reached.join(' | ')}`).toBe(true)

  await page.keyboard.press('ArrowUp')
  const row = current(page)
  await page.keyboard.press('k')
  await expect(row.getByRole('button', { name: 'Play', exact: true })).toBeVisible()
  await page.keyboard.press(' ')
  await expectPlaying(page)
  const before = await titleOf(page)
  expect(await titleOf(page)).toBe(before)
  await page.keyboard.press('?')
  await expect(page.getByRole('dialog', { name: 'Keyboard shortcuts' })).toBeVisible()
  await page.getByRole('checkbox', { name: 'Single keys work' }).press(' ')
  await page.keyboard.press('Escape')
  await page.keyboard.press('?')
  await expect(page.getByRole('dialog')).toHaveCount(0)
  await page.keyboard.press('ArrowDown')
  await expect.poll(() => titleOf(page)).not.toBe(before)
  await page.keyboard.press('Control+Home')
  await expect(page.getByRole('feed').locator(':focus')).toHaveCount(0)
})

for (const colorScheme of ['dark', 'light'] as const) {
  for (const viewport of [
    { width: 390, height: 844 },
    { width: 1440, height: 900 },
  ]) {
    // prettier-ignore
    test(`has names, roles and contrast (${colorScheme}, ${viewport.width})`, async ({ browser }) => {
      const context = await browser.newContext({ colorScheme, viewport })
      const page = await context.newPage()
      await open(page)
      // what plays has any colour: a still picture can be judged
      await page.keyboard.press('k')
      expect(await violations(page)).toEqual([])
      await page.keyboard.press('.')
      await expect(page.getByRole('dialog')).toBeVisible()
      await page.waitForTimeout(400)
      expect(await violations(page)).toEqual([])
      await context.close()
    })
  }
}

async function violations(page: Page): Promise<string[]> {
  const found = await new AxeBuilder({ page }).withTags(['wcag2a', 'wcag2aa', 'wcag22aa']).analyze()
  return found.violations.flatMap(({ id, nodes }) => nodes.map((node) => `${id}: ${node.html.slice(0, 200)}`))
}

test('asked for less motion, nothing begins by itself and nothing slides', async ({ browser }) => {
  const context = await browser.newContext({ reducedMotion: 'reduce' })
  const page = await context.newPage()
  await page.goto(app.url)
  await expect(current(page).locator('video')).toHaveCount(1)
  await expect(current(page).getByRole('button', { name: 'Play', exact: true })).toBeVisible()
  await page.waitForTimeout(800)
  expect(
    await current(page)
      .locator('video')
      .evaluate((element: HTMLVideoElement) => element.paused),
  ).toBe(true)
  const first = await titleOf(page)
  await page.keyboard.press('ArrowDown')
  const top = await page.getByRole('feed').evaluate((list) => list.scrollTop / list.clientHeight)
  expect(top).toBe(1)
  expect(await titleOf(page)).not.toBe(first)
  await context.close()
})

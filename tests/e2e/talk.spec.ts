import AxeBuilder from '@axe-core/playwright'
import { expect, test, type Browser, type Page } from '@playwright/test'
import type { VideoView } from '#shared/videos'
import { enter } from '../support/accounts.ts'
import { startApp, type App } from '../support/app.ts'
import { BrowserClient } from '../support/browser-client.ts'
import { collectComplaints } from '../support/complaints.ts'
import { FOOTAGE } from '../support/footage.ts'
import { publishFile } from '../support/publish-file.ts'
import { comeAlive, openSlowly } from './come-alive.ts'

let app: App
let video: VideoView
let creator: BrowserClient
let creatorName: string
let viewer: BrowserClient

/** What is said to somebody reaches their open page so soon. */
const LIVE_MS = 2_000

test.beforeAll(async () => {
  test.setTimeout(300_000)
  app = await startApp()
  creator = new BrowserClient(app.url)
  creatorName = (await enter(creator, app.dataDir)).username
  viewer = new BrowserClient(app.url)
  await enter(viewer, app.dataDir)
  video = await publishFile(creator, app.url, await FOOTAGE.h264(), {
    metadata: { title: 'Bees in spring' },
    until: 'ready',
    timeoutMs: 240_000,
  })
})
test.afterAll(() => app?.stop())

async function pageOf(browser: Browser, client: BrowserClient, width = 1280): Promise<Page> {
  const context = await browser.newContext({ viewport: { width, height: 800 } })
  await context.addCookies([...client.cookies].map(([name, value]) => ({ name, value, url: app.url })))
  return context.newPage()
}

const bell = (page: Page) => page.getByRole('button', { name: /^Notifications/ })

test('two people talk, and each hears of the other within 2 s', async ({ browser }) => {
  const [theirs, mine] = [await pageOf(browser, viewer, 360), await pageOf(browser, creator)]
  const complaints = [collectComplaints(theirs, app.url), collectComplaints(mine, app.url)]
  await mine.goto(app.url)
  await expect(bell(mine)).toHaveAccessibleName('Notifications, 1 unread')
  await theirs.goto(`${app.url}/watch/${video.id}`)
  const composer = theirs.getByRole('textbox', { name: 'Write a comment' })
  await comeAlive(theirs)
  await composer.fill(`Lovely at 0:01, @${creatorName}`)
  await composer.press('Control+Enter')
  await expect(theirs.getByRole('heading', { name: '1 comment', exact: true })).toBeVisible()
  await expect(bell(mine)).toHaveAccessibleName('Notifications, 2 unread', { timeout: LIVE_MS })
  await expect(mine.getByRole('status').filter({ hasText: 'mentioned you' })).toBeAttached()

  await bell(mine).press('Enter')
  await mine.getByRole('link', { name: /mentioned you/ }).click()
  await expect(mine).toHaveURL(new RegExp(`/watch/${video.id}#comment-`))
  const comment = mine.getByRole('article', { name: /^Comment of/ })
  await expect(comment).toBeFocused()
  await expect(bell(mine)).toHaveAccessibleName('Notifications, 1 unread')
  await comment.getByRole('button', { name: 'Reply' }).click()
  await mine.getByRole('textbox', { name: 'Write a reply' }).fill('Thank you')
  await mine.keyboard.press('Control+Enter')
  await expect(mine.getByRole('article')).toHaveCount(2)
  await expect(bell(theirs)).toHaveAccessibleName('Notifications, 1 unread', { timeout: LIVE_MS })

  await bell(theirs).click()
  await theirs.getByRole('link', { name: 'All notifications' }).click()
  const page = theirs.locator('#main')
  await expect(page.getByRole('link', { name: /replied to you/ })).toBeVisible()
  await expect(theirs.getByRole('dialog')).toHaveCount(0)
  await expectAccessible(theirs)
  await page.getByRole('button', { name: 'Mark all as read' }).click()
  await expect(bell(theirs)).toHaveAccessibleName('Notifications')
  await page.getByRole('link', { name: /replied to you/ }).click()
  await expect(theirs.getByRole('article').filter({ hasText: 'Thank you' })).toBeFocused()
  await expectAccessible(theirs)
  expect(await theirs.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(360)

  await theirs.getByRole('button', { name: /^More for the comment/ }).click()
  await theirs.getByRole('menuitem', { name: 'Delete' }).click()
  await theirs.getByRole('dialog').getByRole('button', { name: 'Delete' }).click()
  await expect(theirs.getByText('This comment was deleted.')).toBeVisible()
  for (const each of complaints) expect(each).toEqual([])
  await theirs.context().close()
  await mine.context().close()
})

test('a comment that is sent by keyboard before the page has come alive is sent', async ({ browser }) => {
  const page = await pageOf(browser, viewer)
  await openSlowly(page, `${app.url}/watch/${video.id}`)
  const composer = page.getByRole('textbox', { name: 'Write a comment' })
  await composer.fill('Before the bees')
  await composer.press('Control+Enter')
  await expect(page.getByRole('article').filter({ hasText: 'Before the bees' })).toBeVisible()
  await expect(composer).toHaveValue('')
  await page.context().close()
})

async function expectAccessible(page: Page): Promise<void> {
  const { violations } = await new AxeBuilder({ page }).withTags(['wcag2a', 'wcag2aa', 'wcag22aa']).analyze()
  expect(violations.map(({ id, nodes }) => `${id}: ${nodes.map((node) => node.html).join(' ')}`)).toEqual([])
}

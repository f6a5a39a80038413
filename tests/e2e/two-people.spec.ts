import { expect, test, type BrowserContext, type Page } from '@playwright/test'
import type { VideoView } from '#shared/videos'
import { enter, newPerson, type TestPerson } from '../support/accounts.ts'
import { startApp, type App } from '../support/app.ts'
import { BrowserClient } from '../support/browser-client.ts'
import { FOOTAGE } from '../support/footage.ts'
import { publishFile } from '../support/publish-file.ts'

/** From what one does until the other sees it. */
const SOON = { timeout: 2000 }

interface Someone extends TestPerson {
  page: Page
  client: BrowserClient
}

let app: App
let ana: Someone
let ben: Someone
let video: VideoView
let contexts: BrowserContext[]

test.describe.configure({ mode: 'serial' })
test.beforeAll(async ({ browser }) => {
  test.setTimeout(180_000)
  app = await startApp()
  // the first to come is an administrator, who sees through a block
  await enter(new BrowserClient(app.url), app.dataDir)
  contexts = [await browser.newContext(), await browser.newContext()]
  ana = await comeIn(contexts[0]!, 'Ana')
  ben = await comeIn(contexts[1]!, 'Ben')
  const metadata = { title: 'How bees dance', description: '' }
  video = await publishFile(ben.client, app.url, await FOOTAGE.captioned(), { metadata, until: 'ready' })
})
test.afterAll(async () => {
  await Promise.all((contexts ?? []).map((context) => context.close()))
  await app?.stop()
})

/** In a browser of their own, on the home page. */
async function comeIn(context: BrowserContext, firstName: string): Promise<Someone> {
  const client = new BrowserClient(app.url)
  const person = await enter(client, app.dataDir, newPerson({ firstName }))
  await context.addCookies([...client.cookies].map(([name, value]) => ({ name, value, url: app.url })))
  const page = await context.newPage()
  await page.goto(app.url)
  await page.waitForLoadState('networkidle').catch(() => undefined)
  return { ...person, page, client }
}

const nameOf = ({ firstName, lastName }: Someone) => `${firstName} ${lastName}`
const bell = ({ page }: Someone) => page.getByRole('button', { name: /^Notifications/ })

async function unreadOf(someone: Someone): Promise<number> {
  const [, count = '0'] = /(\d+) unread/.exec((await bell(someone).getAttribute('aria-label')) ?? '') ?? []
  return Number(count)
}

/** What one does tells the other, without a reload. */
async function tells(someone: Someone, doing: () => Promise<void>): Promise<void> {
  const before = await unreadOf(someone)
  await doing()
  await expect.poll(() => unreadOf(someone), SOON).toBeGreaterThan(before)
}

const comments = (page: Page) => page.getByRole('region', { name: /comments?$/ })
const commentOf = ({ page }: Someone, author: Someone) =>
  comments(page).getByRole('article', { name: `Comment of ${nameOf(author)}` })

async function openProfile(someone: Someone, of: Someone): Promise<void> {
  await someone.page.goto(`${app.url}/people/${of.username}`)
  await expect(someone.page.getByRole('heading', { level: 1, name: nameOf(of) })).toBeVisible()
}

async function openVideo({ page }: Someone): Promise<void> {
  await page.goto(`${app.url}/watch/${video.id}`)
  await expect(page.getByRole('heading', { level: 1, name: video.title })).toBeVisible()
}

async function say({ page }: Someone, label: string, text: string): Promise<void> {
  await page.getByRole('textbox', { name: label }).fill(text)
  await page.getByRole('textbox', { name: label }).press('Control+Enter')
}

test('a request is told at once, and so is its answer', async () => {
  await openProfile(ana, ben)
  await tells(ben, () => ana.page.getByRole('button', { name: `Connect with ${nameOf(ben)}` }).click())

  await ben.page.goto(`${app.url}/connections?list=incoming`)
  await tells(ana, () =>
    ben.page.getByRole('button', { name: `Accept the request of ${nameOf(ana)}` }).click(),
  )
  await openProfile(ana, ben)
  await expect(ana.page.getByRole('button', { name: `Connected with ${nameOf(ben)}, change` })).toBeVisible(
    SOON,
  )
})

test('a comment, a reply and a mention reach the one they are for', async () => {
  await openVideo(ana)
  await tells(ben, async () => {
    await say(ana, 'Write a comment', 'How they dance!')
    await expect(commentOf(ana, ana)).toContainText('How they dance!', SOON)
  })

  await openVideo(ben)
  await expect(commentOf(ben, ana)).toContainText('How they dance!', SOON)
  await commentOf(ben, ana).getByRole('button', { name: 'Reply' }).click()
  await tells(ana, () => say(ben, 'Write a reply', `They do, @${ana.username}.`))
  await expect(comments(ben.page).getByRole('link', { name: `@${ana.username}` })).toBeVisible(SOON)
})

test('who is blocked sees nothing more, and is not seen', async () => {
  await openProfile(ben, ana)
  await ben.page.getByRole('button', { name: `More about ${nameOf(ana)}` }).click()
  await ben.page.getByRole('menuitem', { name: 'Block' }).click()
  await ben.page.getByRole('dialog').getByRole('button', { name: 'Block' }).click()
  await expect(ben.page.getByRole('button', { name: `Unblock ${nameOf(ana)}` })).toBeVisible(SOON)

  await expect.poll(async () => (await ana.client.get(`/api/videos/${video.id}`)).status, SOON).toBe(404)
  await ana.page.goto(`${app.url}/people/${ben.username}`)
  await expect(ana.page.getByRole('heading', { name: nameOf(ben) })).toBeHidden(SOON)
  expect((await ana.client.get(`/api/users/${ben.username}`)).status).toBe(404)
  await openVideo(ben)
  await expect(comments(ben.page)).toBeVisible()
  await expect(commentOf(ben, ana)).toHaveCount(0, SOON)
})

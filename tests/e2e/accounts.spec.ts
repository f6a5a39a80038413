import { expect, test, type Page } from '@playwright/test'
import { startApp, type App } from '../support/app.ts'
import { readCode, readMails } from '../support/outbox.ts'
import { comeAlive, openSlowly } from './come-alive.ts'

const person = { username: 'magda', email: 'magda@example.org', password: 'four unrelated words here' }
let app: App

test.beforeAll(async () => {
  app = await startApp({ roles: ['web'] })
  await signUp()
})
test.afterAll(() => app?.stop())

test('a forgotten password is replaced with the code from the mail', async ({ page }) => {
  const chosen = 'another four unrelated words'
  const mailsBefore = (await readMails(app.dataDir, person.email)).length
  await page.goto(`${app.url}/login?next=/settings`)
  await page.getByRole('link', { name: 'Forgot it?' }).click()
  // the log-in form has a field of the same name
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Forgotten your password?')
  await page.getByLabel('E-mail').fill(person.email)
  await page.getByRole('button', { name: 'Send the code' }).click()
  await expect(page).toHaveURL(/\/reset/)
  await expect
    .poll(async () => (await readMails(app.dataDir, person.email)).length)
    .toBeGreaterThan(mailsBefore)

  await page.getByLabel('New password').fill(chosen)
  await page.getByLabel('Code').fill('000000')
  await page.getByRole('button', { name: 'Change password' }).click()
  await expect(page.getByText('This code is wrong or no longer works')).toBeVisible()
  await expect(page.getByLabel('Code')).toBeFocused()
  await page.getByLabel('Code').fill(await readCode(app.dataDir, person.email))
  await page.getByRole('button', { name: 'Change password' }).click()
  await expect(page).toHaveURL(/\/login/)

  person.password = chosen
  await logIn(page)
  await expect(page).toHaveURL(/\/settings$/)
})

test('an API token works until it is revoked', async ({ page, request }) => {
  await page.goto(`${app.url}/login?next=/settings`)
  await logIn(page)
  await page.getByLabel('Name', { exact: true }).fill('backup script')
  await page.getByRole('button', { name: 'Create token' }).click()
  const token = await page.getByLabel('The token').inputValue()
  const headers = { authorization: `Bearer ${token}` }
  expect((await request.get(`${app.url}/api/me`, { headers })).status()).toBe(200)
  const rename = { headers, data: { firstName: 'Nobody' } }
  expect((await request.patch(`${app.url}/api/me`, rename)).status()).toBe(403)

  await page.getByRole('button', { name: 'Revoke backup script' }).click()
  await page.getByRole('dialog').getByRole('button', { name: 'Revoke' }).click()
  await expect(page.getByRole('button', { name: 'Revoke backup script' })).toHaveCount(0)
  expect((await request.get(`${app.url}/api/me`, { headers })).status()).toBe(401)
})

test('another device is logged out from the settings', async ({ page, browser }) => {
  const other = await browser.newContext()
  const otherPage = await other.newPage()
  await otherPage.goto(`${app.url}/login?next=/settings`)
  await logIn(otherPage)
  await expect(otherPage).toHaveURL(/\/settings$/)

  await page.goto(`${app.url}/login?next=/settings`)
  await logIn(page)
  await expect(page.getByText('This device', { exact: true })).toHaveCount(1)
  await page.getByRole('button', { name: 'Log out everywhere else' }).click()
  await expect(page.getByRole('button', { name: /^Log out / })).toHaveCount(0)
  await otherPage.goto(`${app.url}/settings`)
  await expect(otherPage).toHaveURL(/\/login/)
  await other.close()
})

test('names are changed, and what is wrong is said at the field', async ({ page }) => {
  await page.goto(`${app.url}/login?next=/settings`)
  await logIn(page)
  await page.getByLabel('First name').fill('')
  await page.getByRole('button', { name: 'Save' }).click()
  await expect(page.getByText('Please fill this in')).toBeVisible()
  await expect(page.getByLabel('First name')).toBeFocused()
  await page.getByLabel('First name').fill('Magdalena')
  await page.getByRole('button', { name: 'Save' }).click()
  await expect(page.getByText('Saved', { exact: true }).first()).toBeVisible()
  await page.reload()
  await expect(page.getByLabel('First name')).toHaveValue('Magdalena')
})

async function signUp(): Promise<void> {
  const headers = { 'content-type': 'application/json', origin: app.url }
  const send = (path: string, body: object) =>
    fetch(app.url + path, { method: 'POST', headers, body: JSON.stringify(body) })
  const names = { firstName: 'Magda', lastName: 'Nowak', birthDate: '1990-05-31' }
  expect((await send('/api/auth/signup', { ...person, ...names })).status).toBe(202)
  const code = await readCode(app.dataDir, person.email)
  expect((await send('/api/auth/verify', { email: person.email, code })).status).toBe(200)
}

async function logIn(page: Page): Promise<void> {
  const button = page.getByRole('button', { name: 'Log in' })
  await expect(button).toBeEnabled()
  await page.getByLabel('E-mail').fill(person.email)
  await page.getByLabel('Password', { exact: true }).fill(person.password)
  await button.click()
}

test('what is typed before the page has come alive stays where it was typed', async ({ page }) => {
  await openSlowly(page, `${app.url}/forgot`)
  await page.getByLabel('E-mail').fill('early@example.org')
  await comeAlive(page)
  await expect(page.getByLabel('E-mail')).toHaveValue('early@example.org')
  await page.getByRole('button', { name: 'Send the code' }).click()
  await expect(page).toHaveURL(/\/reset/)
})

test('a button that is pressed before the page has come alive does what it says', async ({ page }) => {
  await openSlowly(page, `${app.url}/forgot`)
  await page.getByLabel('E-mail').fill('early@example.org')
  await page.getByRole('button', { name: 'Send the code' }).click()
  await expect(page).toHaveURL(/\/reset/)
})

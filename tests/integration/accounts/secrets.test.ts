import { afterAll, beforeAll, expect, it } from 'vitest'
import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { accountMigrations } from '../../../server/accounts/migrations.ts'
import { auditMigrations } from '../../../server/audit/tables.ts'
import { ActionLog } from '../../../server/audit/action-log.model.ts'
import '../../../server/all-models.ts'
import { enter, newPerson } from '../../support/accounts.ts'
import { BrowserClient } from '../../support/browser-client.ts'
import { startDatabases, type TestDatabases } from '../../support/databases.ts'
import { readCode } from '../../support/outbox.ts'

let databases: TestDatabases
let server: ChildProcess
let output = ''

beforeAll(async () => {
  databases = await startDatabases({ ...accountMigrations, ...auditMigrations })
})
afterAll(async () => {
  server?.kill('SIGKILL')
  await databases.stop()
})

const script = fileURLToPath(new URL('../../support/endpoint-process.ts', import.meta.url))

async function startServer(): Promise<string> {
  server = spawn(process.execPath, [script, '/api/auth', '/api/me'], {
    env: { ...process.env, ...databases.env, LOG_LEVEL: 'trace' },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  const urls = new Promise<string>((resolve) => {
    for (const stream of [server.stdout!, server.stderr!])
      stream.setEncoding('utf8').on('data', (text: string) => {
        output += text
        const url = /SERVING (\S+)/.exec(output)?.[1]
        if (url) resolve(url)
      })
  })
  return Promise.race([urls, once(server, 'exit').then(() => Promise.reject(new Error(output)))])
}

it('no password, code, token, cookie or key is in the logs, the action log or the tables', async () => {
  const url = await startServer()
  const client = new BrowserClient(url)
  const person = await enter(client, databases.dataDir, newPerson({ password: 'PLANTED-password-1' }))
  const verifyCode = await readCode(databases.dataDir, person.email)
  const { token } = (await client.post('/api/me/tokens', { name: 'x', scopes: ['read'] })).json
  await client.get(`/api/me?access_token=${token}`, { authorization: `Bearer ${token}` })
  await client.post('/api/auth/login', { email: person.email, password: 'PLANTED-password-2' })
  await client.post('/api/auth/forgot', { email: person.email })
  const resetCode = await readCode(databases.dataDir, person.email)
  const cookie = client.cookieHeader().split('=')[1]!
  await client.post('/api/auth/reset', {
    email: person.email,
    code: resetCode,
    password: 'PLANTED-password-3',
  })
  await client.post('/api/auth/login', '{"email": PLANTED-broken', { 'x-secret': 'PLANTED-header' })
  await client.post('/api/auth/login', { email: ['PLANTED-array'], password: 'PLANTED-password-4' })

  const actions = JSON.stringify(await ActionLog.find().lean())
  const files = await readdir(databases.dataDir)
  const tables = await Promise.all(
    files
      .filter((name) => name.includes('sqlite'))
      .map((name) => readFile(join(databases.dataDir, name), 'latin1')),
  )
  const secrets = [
    token,
    cookie,
    databases.env.CLIPWAY_SECRET!,
    databases.env.NUXT_SESSION_PASSWORD!,
    'PLANTED',
  ]
  expect(output).toContain('"msg":"request"')
  for (const secret of secrets) {
    expect(output).not.toContain(secret)
    expect(actions).not.toContain(secret)
    expect(tables.join('')).not.toContain(secret)
  }
  for (const code of [verifyCode, resetCode]) {
    expect(output).not.toMatch(new RegExp(`\\b${code}\\b`))
    expect(actions).not.toMatch(new RegExp(`\\b${code}\\b`))
  }
})

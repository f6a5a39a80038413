import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { readSettings } from '../../../scripts/start/settings.mjs'

let root: string
beforeAll(() => {
  root = mkdtempSync(join(tmpdir(), 'clipway-settings-'))
  writeFileSync(
    join(root, '.env'),
    "# a comment\nPORT=4000\nMAIL_FROM='Clipway <a@b.example>'\nHOST=0.0.0.0\n",
  )
})
afterAll(() => rmSync(root, { recursive: true, force: true }))

describe('readSettings', () => {
  it('has an address and a data folder without any', () => {
    expect(readSettings('/nowhere', {})).toMatchObject({
      host: '127.0.0.1',
      port: 3000,
      dataDir: '/nowhere/.data',
      url: 'http://127.0.0.1:3000',
    })
  })

  it('reads .env, and lets the environment win', () => {
    const { port, env, url } = readSettings(root, { PORT: '5000' })
    expect({ port, url }).toEqual({ port: 5000, url: 'http://localhost:5000' })
    expect(env.MAIL_FROM).toBe('Clipway <a@b.example>')
  })

  it('counts an empty value as absent', () => {
    expect(readSettings(root, { PORT: '' }).port).toBe(4000)
  })

  it.each(['0', '65536', 'http', '30.5', '-1'])('says what is wrong with PORT=%s', (port) => {
    expect(() => readSettings('/nowhere', { PORT: port })).toThrow('PORT is')
  })

  it('writes an IPv6 address as URLs do', () => {
    expect(readSettings('/nowhere', { HOST: '::1' }).url).toBe('http://[::1]:3000')
  })
})

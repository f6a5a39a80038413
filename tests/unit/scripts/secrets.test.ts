import { mkdtempSync, readFileSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { ensureSecrets } from '../../../scripts/start/secrets.mjs'

let folder: string
beforeEach(() => (folder = mkdtempSync(join(tmpdir(), 'clipway-secrets-'))))
afterEach(() => rmSync(folder, { recursive: true, force: true }))

const file = () => join(folder, 'secrets.env')

describe('ensureSecrets', () => {
  it('makes long secrets, readable by their owner only', () => {
    const secrets = ensureSecrets(folder)
    expect(secrets.CLIPWAY_SECRET).toMatch(/^[0-9a-f]{64}$/)
    expect(secrets.NUXT_SESSION_PASSWORD).toMatch(/^[0-9a-f]{64}$/)
    expect(secrets.CLIPWAY_SECRET).not.toBe(secrets.NUXT_SESSION_PASSWORD)
    expect(statSync(file()).mode & 0o777).toBe(0o600)
    expect(readdirSync(folder)).toEqual(['secrets.env'])
  })

  it('never changes what it made', () => {
    const made = ensureSecrets(folder)
    const text = readFileSync(file(), 'utf8')
    expect(ensureSecrets(folder)).toEqual(made)
    expect(readFileSync(file(), 'utf8')).toBe(text)
  })

  it('adds what is missing and keeps the rest', () => {
    writeFileSync(file(), 'CLIPWAY_SECRET="kept"\nOTHER=too\n')
    expect(ensureSecrets(folder)).toMatchObject({ CLIPWAY_SECRET: 'kept', OTHER: 'too' })
    expect(ensureSecrets(folder).NUXT_SESSION_PASSWORD).toHaveLength(64)
  })
})

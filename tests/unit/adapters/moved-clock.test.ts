import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, it, vi } from 'vitest'
import { systemClock } from '../../../server/adapters/clock/index.ts'
import { parseConfig } from '../../../server/config.ts'

const folder = mkdtempSync(join(tmpdir(), 'clipway-clock-'))
afterAll(() => rmSync(folder, { recursive: true }))

const SETTINGS = {
  CLIPWAY_SECRET: 's'.repeat(32),
  NUXT_SESSION_PASSWORD: 'p'.repeat(32),
  MONGODB_URI: 'mongodb://127.0.0.1',
  CLIPWAY_CLOCK_FILE: join(folder, 'clock'),
}

describe('a clock that tests move', () => {
  it('is refused on a real site', () => {
    expect(() => parseConfig({ ...SETTINGS, NODE_ENV: 'production' })).toThrow(/CLIPWAY_CLOCK_FILE/)
    expect(() => parseConfig(SETTINGS)).toThrow(/CLIPWAY_CLOCK_FILE/)
  })

  it('is taken where it is said that this is a test', () => {
    const test = { ...SETTINGS, NODE_ENV: 'production', CLIPWAY_IS_TEST: '1' }
    expect(parseConfig(test).clockFile).toBe(SETTINGS.CLIPWAY_CLOCK_FILE)
    expect(parseConfig({ ...SETTINGS, NODE_ENV: 'test' }).clockFile).toBe(SETTINGS.CLIPWAY_CLOCK_FILE)
  })

  it('moves by what its file says, as soon as it says so', async () => {
    for (const [name, value] of Object.entries({ ...SETTINGS, NODE_ENV: 'test' })) vi.stubEnv(name, value)
    // the real clock may tick between the two, which rounds to a zero below zero
    const moved = () => Math.round((systemClock.now().getTime() - Date.now()) / 1000) + 0
    expect(moved()).toBe(0)
    writeFileSync(SETTINGS.CLIPWAY_CLOCK_FILE, String(40 * 86_400))
    await expect.poll(moved).toBe(40 * 86_400)
    vi.unstubAllEnvs()
    expect(moved()).toBe(0)
  })
})

import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { lockDataDir } from '../../../scripts/start/data-lock.mjs'

let folder: string
beforeEach(() => (folder = mkdtempSync(join(tmpdir(), 'clipway-lock-'))))
afterEach(() => rmSync(folder, { recursive: true, force: true }))

const lockFile = () => join(folder, 'data', 'start.lock')
const lock = () => lockDataDir(join(folder, 'data'))

describe('lockDataDir', () => {
  it('makes the folder for its owner only', () => {
    lock()
    expect(statSync(join(folder, 'data')).mode & 0o777).toBe(0o700)
  })

  it('refuses a second start while the first runs, and names it', () => {
    lock()
    expect(lock).toThrow(`process ${process.pid}`)
  })

  it('is free again after a clean stop', () => {
    lock()()
    expect(existsSync(lockFile())).toBe(false)
    expect(lock).not.toThrow()
  })

  it('is had by one of many starts at the same moment, also on a stale lock', async () => {
    lock()()
    writeFileSync(lockFile(), JSON.stringify({ pid: await pidOfTheDead(), startedAt: '1' }))
    const module = new URL('../../../scripts/start/data-lock.mjs', import.meta.url)
    const script = `import { lockDataDir } from '${module}'; lockDataDir(process.argv[1]); setInterval(() => {}, 1000)`
    const starts = Array.from({ length: 6 }, () =>
      spawn(process.execPath, ['--input-type=module', '-e', script, join(folder, 'data')], {
        stdio: 'ignore',
      }),
    )
    const ended = starts.map((child) => once(child, 'exit'))
    try {
      await vi.waitFor(
        () => expect(starts.filter(({ exitCode }) => exitCode !== null)).toHaveLength(5),
        15_000,
      )
    } finally {
      for (const child of starts) child.kill('SIGKILL')
      await Promise.all(ended)
    }
  }, 20_000)

  it.each([
    ['of a process that is gone', async () => JSON.stringify({ pid: await pidOfTheDead(), startedAt: '1' })],
    [
      'whose process id was given to another program',
      async () => JSON.stringify({ pid: process.pid, startedAt: '1' }),
    ],
    ['that was cut while it was written', async () => '{"pid":'],
    ['that is empty', async () => ''],
  ])('takes over a lock %s', async (_, content) => {
    lock()()
    writeFileSync(lockFile(), await content())
    expect(lock).not.toThrow()
  })
})

async function pidOfTheDead(): Promise<number> {
  const child = spawn('true')
  await once(child, 'exit')
  return child.pid!
}

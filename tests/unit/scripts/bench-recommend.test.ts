import { spawnSync } from 'node:child_process'
import { expect, it } from 'vitest'

it('bench:recommend finds every queue full and without repeats', () => {
  const args = ['--disable-warning=ExperimentalWarning', 'tests/load/bench-recommend.ts', '--small']
  const { status, stdout } = spawnSync(process.execPath, args, { encoding: 'utf8', timeout: 120_000 })
  expect(status).toBe(0)
  expect(JSON.parse(stdout.trim().split('\n').at(-1)!)).toMatchObject({
    name: 'bench:recommend',
    ok: true,
    repeats: 0,
    short: 0,
  })
}, 60_000)

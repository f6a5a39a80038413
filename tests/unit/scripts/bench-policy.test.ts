import { execFile } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { expect, it } from 'vitest'

const bench = fileURLToPath(new URL('../../load/bench-policy.ts', import.meta.url))

it(
  'keeps its bounds at the small setting: npm run bench:policy -- --small',
  { timeout: 60_000 },
  async () => {
    const { stdout } = await promisify(execFile)(process.execPath, [bench, '--small'])
    expect(JSON.parse(stdout.trim().split('\n').at(-1)!)).toMatchObject({ name: 'bench:policy', ok: true })
  },
)

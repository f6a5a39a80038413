import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { describe, expect, it, onTestFinished } from 'vitest'
import { makeTempDir } from '../../support/temp-dir.ts'
import { lastLines, playwrightFailures } from '../../../scripts/test/list-failures.mjs'

describe('vitestFailures', () => {
  it('finds failed tests, failed hooks, files that cannot be loaded and what nobody caught', async () => {
    const root = await writeTests({
      'fails.test.ts': `it('counts b', () => expect({ b: 1, c: 3 }).toEqual({ b: 2, c: 3 }))`,
      'hook.test.ts': `describe('a shop', () => {
        afterAll(() => { throw new Error('the till is open') })
        it('sells', () => {})
      })`,
      'broken.test.ts': `import './missing.ts'`,
      'uncaught.test.ts': `it('is left behind', async () => {
        void Promise.reject(new Error('nobody caught me'))
        await new Promise((resolve) => setTimeout(resolve, 50))
      })`,
      'fine.test.ts': `it('is fine', () => {})`,
    })
    const [fails, ...others] = await failuresOf(root)
    expect(fails).toMatch(/^fails\.test\.ts > counts b: expected .* to deeply equal/)
    expect(fails).toMatch(/^ {4}-.*"b": 2/m)
    expect(fails).toMatch(/^ {4}\+.*"b": 1/m)
    // eslint-disable-next-line no-control-regex -- colours of a terminal
    expect(fails).not.toMatch(/\u001B/)
    expect(others.map((text) => text.split('\n')[0])).toEqual([
      expect.stringMatching(/^broken\.test\.ts: .*missing\.ts/),
      'hook.test.ts > a shop (a hook): the till is open',
      'outside any test: nobody caught me',
    ])
  })
})

/** @returns their folder, which is gone when the test is over */
async function writeTests(files: Record<string, string>): Promise<string> {
  const folder = await makeTempDir('failures')
  onTestFinished(() => folder.remove())
  for (const [name, text] of Object.entries(files)) await writeFile(join(folder.path, name), text)
  return folder.path
}

/** As the step of npm test has them, sorted by file. */
async function failuresOf(root: string): Promise<string[]> {
  const file = join(root, 'failures.json')
  const vitest = fileURLToPath(import.meta.resolve('vitest/package.json')).replace(
    'package.json',
    'vitest.mjs',
  )
  const reporter = fileURLToPath(import.meta.resolve('../../../scripts/test/failures-reporter.mjs'))
  const args = [vitest, 'run', '--root', root, '--globals', `--reporter=${reporter}`]
  const child = spawn(process.execPath, args, {
    cwd: root,
    env: { ...process.env, CLIPWAY_FAILURES_FILE: file },
    stdio: 'ignore',
  })
  expect(await once(child, 'exit')).toEqual([1, null])
  const failures = JSON.parse(await readFile(file, 'utf8')) as string[]
  return failures.toSorted((one, other) => rank(one) - rank(other))
}

const FILES = ['fails', 'broken', 'hook', 'outside']
const rank = (failure: string) => FILES.findIndex((file) => failure.startsWith(file))

describe('playwrightFailures', () => {
  it('finds every try that failed, in suites within suites, and errors outside of tests', () => {
    const spec = (title: string, ...statuses: string[]) => ({
      file: 'feed.spec.ts',
      title,
      tests: [
        { results: statuses.map((status) => ({ status, error: { message: `${status}!\n\n- one\n+ two` } })) },
      ],
    })
    const suites = [
      {
        specs: [spec('plays', 'passed')],
        suites: [{ specs: [spec('swipes', 'timedOut', 'passed'), spec('waits', 'skipped')] }],
      },
    ]
    expect(playwrightFailures({ suites, errors: [{ message: 'no browser' }] })).toEqual([
      'feed.spec.ts > swipes: timedOut!\n    - one\n    + two',
      'outside any test: no browser',
    ])
  })
})

describe('lastLines', () => {
  it('keeps the end, and of no line more than can be read', () => {
    const lines = lastLines(
      [...Array.from({ length: 50 }, (_, index) => `line ${index}`), 'x'.repeat(1000), ''].join('\n'),
    )
    expect(lines.at(0)).toBe('line 21')
    expect(lines.at(-1)).toHaveLength(300)
  })
})

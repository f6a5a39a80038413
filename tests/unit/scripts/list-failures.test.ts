import { describe, expect, it } from 'vitest'
import { lastLines, playwrightFailures, vitestFailures } from '../../../scripts/test/list-failures.mjs'

describe('vitestFailures', () => {
  it('names file, test and what was wrong, without colours', () => {
    const failed = {
      status: 'failed',
      fullName: 'a counts b',
      failureMessages: ['\u001B[31mno\u001B[39m\n  at x'],
    }
    const report = {
      testResults: [
        {
          name: '/site/tests/a.test.ts',
          status: 'failed',
          message: '',
          assertionResults: [failed, { status: 'passed' }],
        },
        {
          name: '/site/tests/b.test.ts',
          status: 'failed',
          message: 'cannot be loaded',
          assertionResults: [],
        },
        {
          name: '/site/tests/c.test.ts',
          status: 'passed',
          message: '',
          assertionResults: [{ status: 'passed' }],
        },
      ],
    }
    expect(vitestFailures(report, '/site')).toEqual([
      'tests/a.test.ts > a counts b: no',
      'tests/b.test.ts: cannot be loaded',
    ])
  })
})

describe('playwrightFailures', () => {
  it('finds every try that failed, in suites within suites, and errors outside of tests', () => {
    const spec = (title: string, ...statuses: string[]) => ({
      file: 'feed.spec.ts',
      title,
      tests: [{ results: statuses.map((status) => ({ status, error: { message: `${status}!` } })) }],
    })
    const suites = [
      {
        specs: [spec('plays', 'passed')],
        suites: [{ specs: [spec('swipes', 'timedOut', 'passed'), spec('waits', 'skipped')] }],
      },
    ]
    expect(playwrightFailures({ suites, errors: [{ message: 'no browser' }] })).toEqual([
      'feed.spec.ts > swipes: timedOut!',
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

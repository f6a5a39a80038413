import { describe, expect, it } from 'vitest'
import {
  addCounts,
  countFigures,
  countPlaywright,
  countVitest,
  withExitCode,
} from '../../../scripts/test/count-results.mjs'

describe('countVitest', () => {
  const report = { numPassedTests: 3, numFailedTests: 1, numPendingTests: 2, numTodoTests: 1 }

  it('takes the numbers of the report; what is to be done counts as skipped', () => {
    expect(countVitest({ ...report, testResults: [] })).toEqual({ passed: 3, failed: 1, skipped: 3 })
  })

  it('counts a file that cannot be loaded, which has no tests, as failed', () => {
    const broken = { status: 'failed', assertionResults: [] }
    const failed = { status: 'failed', assertionResults: [{ status: 'failed' }] }
    expect(countVitest({ ...report, testResults: [broken, failed] }).failed).toBe(2)
  })

  it('counts a file as failed whose tests passed and whose end did not', () => {
    const broken = { status: 'failed', assertionResults: [{ status: 'passed' }] }
    expect(countVitest({ ...report, numFailedTests: 0, testResults: [broken] }).failed).toBe(1)
  })
})

describe('countPlaywright', () => {
  it('counts a test that passed only at the second try as failed, and errors outside tests too', () => {
    const stats = { expected: 5, unexpected: 1, flaky: 1, skipped: 2 }
    expect(countPlaywright({ stats, errors: [{}] })).toEqual({ passed: 5, failed: 3, skipped: 2 })
  })
})

describe('countFigures', () => {
  it.each([
    ['noise\n{"name":"x","ok":true}\n', 1],
    ['{"name":"x","ok":false}', 0],
    ['{"ok":true}\nand then it crashed', 0],
    ['', 0],
  ])('reads the last line of %j', (output, passed) => {
    expect(countFigures(output)).toEqual({ passed, failed: 1 - passed, skipped: 0 })
  })
})

describe('withExitCode', () => {
  it('counts a step that ended badly as failed, once', () => {
    expect(withExitCode({ passed: 3, failed: 0, skipped: 0 }, 1).failed).toBe(1)
    expect(withExitCode({ passed: 3, failed: 2, skipped: 0 }, 1).failed).toBe(2)
    expect(withExitCode({ passed: 3, failed: 0, skipped: 0 }, 0).failed).toBe(0)
  })
})

describe('addCounts', () => {
  it('adds them up', () => {
    const sum = addCounts([
      { passed: 1, failed: 0, skipped: 2 },
      { passed: 3, failed: 1, skipped: 0 },
    ])
    expect(sum).toEqual({ passed: 4, failed: 1, skipped: 2 })
  })
})

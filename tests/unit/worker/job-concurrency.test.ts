import { describe, expect, it } from 'vitest'
import { jobConcurrency } from '../../../server/worker/job-concurrency.ts'

describe('jobConcurrency', () => {
  it('always leaves room for what people wait for', () => {
    expect(jobConcurrency('encode-ladder', 1)).toBe(1)
    expect(jobConcurrency('encode-ladder', 8)).toBe(7)
    expect(jobConcurrency('publish-first', 8)).toBe(8)
    expect(jobConcurrency('finish-upload', 1)).toBe(4)
  })

  it('runs housekeeping one at a time', () => {
    expect(jobConcurrency('reconcile', 8)).toBe(1)
  })
})

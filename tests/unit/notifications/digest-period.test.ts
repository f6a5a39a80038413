import { describe, expect, it } from 'vitest'
import { digestPeriodStart } from '../../../server/notifications/digest-period.ts'

describe('the period of a digest', () => {
  it.each([
    ['daily', '2026-11-21T23:58:00Z', '2026-11-21T06:00:00.000Z'],
    ['daily', '2026-11-21T06:00:00Z', '2026-11-21T06:00:00.000Z'],
    ['daily', '2026-11-21T05:59:59Z', '2026-11-20T06:00:00.000Z'],
    // a Saturday, a Monday before and after six, a Sunday
    ['weekly', '2026-11-21T12:00:00Z', '2026-11-16T06:00:00.000Z'],
    ['weekly', '2026-11-16T05:00:00Z', '2026-11-09T06:00:00.000Z'],
    ['weekly', '2026-11-16T06:00:00Z', '2026-11-16T06:00:00.000Z'],
    ['weekly', '2026-11-22T12:00:00Z', '2026-11-16T06:00:00.000Z'],
  ] as const)('%s at %s began at %s', (frequency, now, start) => {
    expect(digestPeriodStart(frequency, new Date(now)).toISOString()).toBe(start)
  })
})

import { describe, expect, it } from 'vitest'
import { resumePoint } from '../../../../composables/player/resume-point.ts'

describe('resumePoint', () => {
  it.each([
    ['was never watched', null, 139],
    ['was hardly begun', 4, 139],
    ['was left at its very end', 138.5, 139],
    ['has become shorter', 200, 139],
  ])('begins anew when it %s', (_, stoppedAt, duration) => {
    expect(resumePoint(stoppedAt, duration)).toEqual({ startAt: 0, offer: null })
  })

  it('goes on in the middle and offers to start over', () => {
    expect(resumePoint(60, 139)).toEqual({ startAt: 60, offer: { kind: 'start_over' } })
  })

  it('near the end begins anew and offers to go on', () => {
    expect(resumePoint(130, 139)).toEqual({ startAt: 0, offer: { kind: 'continue', at: 130 } })
    expect(resumePoint(3300, 3600)).toEqual({ startAt: 0, offer: { kind: 'continue', at: 3300 } })
  })
})

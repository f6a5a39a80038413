import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { ONBOARDING_STATUSES } from '#shared/accounts'
import { statusAfter } from '../../../server/accounts/onboarding.ts'

const steps = ['topics', 'people', 'preferences'] as const

describe('the steps of coming in', () => {
  it.each([
    ['new', 'topics', 'people'],
    ['topics', 'topics', 'people'],
    ['people', 'people', 'preferences'],
    ['preferences', 'preferences', 'done'],
    ['new', 'preferences', 'done'],
    ['done', 'topics', 'done'],
    ['preferences', 'topics', 'preferences'],
  ] as const)('from %s by %s lead to %s', (status, step, next) => {
    expect(statusAfter(status, step)).toBe(next)
  })

  it('never lead back, in whatever order answers come', () => {
    fc.assert(
      fc.property(fc.array(fc.constantFrom(...steps)), (answers) => {
        let status: (typeof ONBOARDING_STATUSES)[number] = 'new'
        for (const step of answers) {
          const next = statusAfter(status, step)
          expect(ONBOARDING_STATUSES.indexOf(next)).toBeGreaterThanOrEqual(
            ONBOARDING_STATUSES.indexOf(status),
          )
          status = next
        }
        if (answers.includes('preferences')) expect(status).toBe('done')
      }),
    )
  })
})

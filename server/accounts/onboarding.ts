import { trusted } from 'mongoose'
import { ONBOARDING_STATUSES, type OnboardingBody, type OnboardingStatus } from '#shared/accounts'
import { User } from './user.model.ts'
import { writePendingProfile } from './write-profile.ts'

/**
 * What comes after a step, whether it was done or skipped. A status names the step to take; `new` has not been asked
 * anything, which is the step `topics`. Nobody goes back: an answer that comes twice or late changes nothing.
 */
export function statusAfter(status: OnboardingStatus, step: OnboardingBody['step']): OnboardingStatus {
  const next = ONBOARDING_STATUSES.indexOf(step) + 1
  return ONBOARDING_STATUSES[Math.max(next, ONBOARDING_STATUSES.indexOf(status))] ?? 'done'
}

/** Remembers that a step is behind somebody; of two at once the further one stays. */
export async function advanceOnboarding(userId: string, step: OnboardingBody['step']): Promise<void> {
  await writePendingProfile(userId)
  const earlier = ONBOARDING_STATUSES.filter((status) => statusAfter(status, step) !== status)
  await User.updateOne(
    { _id: userId, onBoardingStatus: trusted({ $in: earlier }) },
    { $set: { onBoardingStatus: statusAfter('new', step) } },
  )
}

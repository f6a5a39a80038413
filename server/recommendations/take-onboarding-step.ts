import { trusted } from 'mongoose'
import type { MeView, OnboardingBody } from '#shared/accounts'
import type { UserActor } from '../accounts/actor.ts'
import { getMe } from '../accounts/get-me.ts'
import { advanceOnboarding } from '../accounts/onboarding.ts'
import { Topic } from '../topics/topic.model.ts'
import { setInitialAffinities } from './set-initial-affinities.ts'

/**
 * Takes or skips a step of coming in. Chosen topics become the first affinities before the step is behind, so that a
 * process which dies in between only asks once more. Names of no topic are passed over.
 */
export async function takeOnboardingStep(actor: UserActor, body: OnboardingBody): Promise<MeView> {
  if (body.step === 'topics' && !body.isSkipped && body.topics?.length)
    await setInitialAffinities(actor.userId, await topicIds(body.topics))
  await advanceOnboarding(actor.userId, body.step)
  return getMe(actor.userId)
}

async function topicIds(names: readonly string[]): Promise<string[]> {
  const topics = await Topic.find({ combinedTopicName: trusted({ $in: [...names] }) }, { _id: 1 }).lean()
  return topics.map(({ _id }) => _id.toHexString())
}

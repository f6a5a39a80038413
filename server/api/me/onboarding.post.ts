import { MeView, OnboardingBody } from '#shared/accounts'
import { defineEndpoint } from '../../http/define-endpoint.ts'
import { takeOnboardingStep } from '../../recommendations/take-onboarding-step.ts'

export default defineEndpoint({
  summary: 'Take or skip a step of coming in: topics, people, preferences. Steps are never gone back.',
  actor: 'user',
  rate: 'write',
  body: OnboardingBody,
  response: MeView,
  run: ({ actor, body }) => takeOnboardingStep(actor, body),
})

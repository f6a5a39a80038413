import { UpdateAffinityBody, UserAffinitiesView } from '#shared/recommendations'
import { defineEndpoint } from '../../../http/define-endpoint.ts'
import { updateAffinity } from '../../../recommendations/update-affinity.ts'

export default defineEndpoint({
  summary: 'Pins or mutes a topic for the caller, takes either back, or forgets what was learnt of it.',
  actor: 'user',
  rate: 'write',
  body: UpdateAffinityBody,
  response: UserAffinitiesView,
  run: ({ actor, body }) => updateAffinity(actor, body),
})

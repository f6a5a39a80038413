import { UserAffinitiesView } from '#shared/recommendations'
import { defineEndpoint } from '../../../http/define-endpoint.ts'
import { forgetAffinities } from '../../../recommendations/forget-affinities.ts'

export default defineEndpoint({
  summary: 'Forgets all that was learnt of the caller’s topics, with their pins and mutes.',
  actor: 'user',
  rate: 'write',
  response: UserAffinitiesView,
  status: 200,
  run: ({ actor }) => forgetAffinities(actor),
})

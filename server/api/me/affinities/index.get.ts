import { UserAffinitiesView } from '#shared/recommendations'
import { defineEndpoint } from '../../../http/define-endpoint.ts'
import { findAffinities } from '../../../recommendations/find-affinities.ts'

export default defineEndpoint({
  summary: 'Gives the topics that the caller cares for, and how much.',
  actor: 'user',
  rate: 'read',
  response: UserAffinitiesView,
  run: ({ actor }) => findAffinities(actor),
})

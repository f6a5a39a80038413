import { IdParams } from '#shared/common'
import { VideoAffinitiesView } from '#shared/recommendations'
import { defineEndpoint } from '../../../http/define-endpoint.ts'
import { findVideoAffinities } from '../../../recommendations/find-video-affinities.ts'

export default defineEndpoint({
  summary: 'Says how much a video aligns with each topic, to its creator and to admins.',
  actor: 'user',
  rate: 'read',
  params: IdParams,
  response: VideoAffinitiesView,
  run: ({ actor, params }) => findVideoAffinities(actor, params.id),
})

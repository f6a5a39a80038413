import { BulkUpdateBody, BulkView } from '#shared/studio'
import { defineEndpoint } from '../../http/define-endpoint.ts'
import { updateVideos } from '../../videos/change-many.ts'

export default defineEndpoint({
  summary: 'Makes the same change to up to 100 of your videos; says of each that could not be changed why.',
  actor: 'user',
  rate: 'write',
  body: BulkUpdateBody,
  response: BulkView,
  audit: 'UPDATE_VIDEO',
  run: ({ actor, body }) => updateVideos(actor, body),
})

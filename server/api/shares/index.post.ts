import { ShareBody } from '#shared/relationships'
import { ShareView } from '#shared/sharing'
import { defineEndpoint } from '../../http/define-endpoint.ts'
import { shareWith } from '../../sharing/share-with.ts'

export default defineEndpoint({
  summary: 'Sends a video or a clip to one of your connections.',
  actor: 'user',
  rate: 'write',
  body: ShareBody,
  response: ShareView,
  status: 201,
  run: ({ actor, body }) => shareWith(actor, body),
})

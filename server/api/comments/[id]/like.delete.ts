import { IdParams } from '#shared/common'
import { CountersView } from '#shared/engagement'
import { likeComment } from '../../../comments/like-comment.ts'
import { defineEndpoint } from '../../../http/define-endpoint.ts'

export default defineEndpoint({
  summary: 'Takes your like of a comment back.',
  actor: 'user',
  rate: 'write',
  params: IdParams,
  response: CountersView,
  run: ({ actor, params }) => likeComment(actor, params.id, false),
})

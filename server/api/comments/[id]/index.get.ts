import { CommentView } from '#shared/comments'
import { IdParams } from '#shared/common'
import { getComment } from '../../../comments/get-comment.ts'
import { presentOneComment } from '../../../comments/present-comments.ts'
import { defineEndpoint } from '../../../http/define-endpoint.ts'

export default defineEndpoint({
  summary: 'Gives one comment or reply.',
  actor: 'guest',
  rate: 'read',
  params: IdParams,
  response: CommentView,
  run: async ({ actor, params }) => presentOneComment(actor, await getComment(actor, params.id)),
})

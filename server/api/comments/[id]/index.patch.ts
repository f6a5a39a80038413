import { CommentBody, CommentView } from '#shared/comments'
import { IdParams } from '#shared/common'
import { presentOneComment } from '../../../comments/present-comments.ts'
import { updateComment } from '../../../comments/update-comment.ts'
import { defineEndpoint } from '../../../http/define-endpoint.ts'

export default defineEndpoint({
  summary: 'Changes the text of your comment, which is then marked as edited.',
  actor: 'user',
  rate: 'write',
  params: IdParams,
  body: CommentBody,
  response: CommentView,
  run: async ({ actor, params, body }) =>
    presentOneComment(actor, await updateComment(actor, params.id, body.text)),
})

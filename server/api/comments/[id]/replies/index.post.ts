import { CommentBody, CommentView } from '#shared/comments'
import { IdParams } from '#shared/common'
import { createReply } from '../../../../comments/create-comment.ts'
import { presentOneComment } from '../../../../comments/present-comments.ts'
import { defineEndpoint } from '../../../../http/define-endpoint.ts'

export default defineEndpoint({
  summary: 'Replies to a comment; a reply to a reply stands beside it, under the same comment.',
  actor: 'user',
  rate: 'write',
  params: IdParams,
  body: CommentBody,
  response: CommentView,
  status: 201,
  run: async ({ actor, params, body }) =>
    presentOneComment(actor, await createReply(actor, params.id, body.text)),
})

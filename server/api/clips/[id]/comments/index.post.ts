import { CommentBody, CommentView } from '#shared/comments'
import { IdParams } from '#shared/common'
import { createComment } from '../../../../comments/create-comment.ts'
import { presentOneComment } from '../../../../comments/present-comments.ts'
import { defineEndpoint } from '../../../../http/define-endpoint.ts'

export default defineEndpoint({
  summary: 'Writes a comment on a clip; people named with @ are told.',
  actor: 'user',
  rate: 'write',
  params: IdParams,
  body: CommentBody,
  response: CommentView,
  status: 201,
  run: async ({ actor, params, body }) =>
    presentOneComment(actor, await createComment(actor, { kind: 'clip', id: params.id }, body.text)),
})

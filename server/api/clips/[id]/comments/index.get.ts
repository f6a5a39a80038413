import { CommentPage, ListCommentsQuery } from '#shared/comments'
import { IdParams } from '#shared/common'
import { findComments } from '../../../../comments/find-comments.ts'
import { presentCommentPage } from '../../../../comments/present-comments.ts'
import { defineEndpoint } from '../../../../http/define-endpoint.ts'

export default defineEndpoint({
  summary: 'Lists the comments on a clip, without replies; the most liked first unless told.',
  actor: 'guest',
  rate: 'read',
  params: IdParams,
  query: ListCommentsQuery,
  response: CommentPage,
  run: async ({ actor, params, query }) =>
    presentCommentPage(actor, await findComments(actor, { kind: 'clip', id: params.id }, query)),
})

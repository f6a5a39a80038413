import { CommentPage, ListRepliesQuery } from '#shared/comments'
import { IdParams } from '#shared/common'
import { findReplies } from '../../../../comments/find-comments.ts'
import { presentCommentPage } from '../../../../comments/present-comments.ts'
import { defineEndpoint } from '../../../../http/define-endpoint.ts'

export default defineEndpoint({
  summary: 'Lists the replies to a comment, oldest first.',
  actor: 'guest',
  rate: 'read',
  params: IdParams,
  query: ListRepliesQuery,
  response: CommentPage,
  run: async ({ actor, params, query }) =>
    presentCommentPage(actor, await findReplies(actor, params.id, query)),
})

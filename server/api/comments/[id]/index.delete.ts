import { IdParams } from '#shared/common'
import { deleteComment } from '../../../comments/delete-comment.ts'
import { defineEndpoint } from '../../../http/define-endpoint.ts'

export default defineEndpoint({
  summary: 'Deletes your comment, or one on your video; one with replies stays for them without its text.',
  actor: 'user',
  rate: 'write',
  params: IdParams,
  status: 204,
  audit: 'DELETE_COMMENT',
  run: ({ actor, params }) => deleteComment(actor, params.id),
})

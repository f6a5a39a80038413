import { IdParams } from '#shared/common'
import { defineEndpoint } from '../../http/define-endpoint.ts'
import { deleteShare } from '../../sharing/delete-share.ts'

export default defineEndpoint({
  summary: 'Removes something that you sent, or that was sent to you.',
  actor: 'user',
  rate: 'write',
  params: IdParams,
  run: ({ actor, params }) => deleteShare(actor, params.id),
})

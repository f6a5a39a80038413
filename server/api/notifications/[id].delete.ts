import { IdParams } from '#shared/common'
import { defineEndpoint } from '../../http/define-endpoint.ts'
import { deleteNotification } from '../../notifications/read-notifications.ts'

export default defineEndpoint({
  summary: 'Removes one of your notifications.',
  actor: 'user',
  rate: 'write',
  params: IdParams,
  status: 204,
  run: ({ actor, params }) => deleteNotification(actor, params.id),
})

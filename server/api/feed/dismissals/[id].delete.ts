import { IdParams } from '#shared/common'
import { removeDismissal } from '../../../feed/find-dismissals.ts'
import { defineEndpoint } from '../../../http/define-endpoint.ts'

export default defineEndpoint({
  summary: 'Takes one line back of what you left out of your feed.',
  actor: 'user',
  rate: 'write',
  params: IdParams,
  run: ({ actor, params }) => removeDismissal(actor, params.id),
})

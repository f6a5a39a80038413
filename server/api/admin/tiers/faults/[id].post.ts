import { IdParams } from '#shared/common'
import { defineEndpoint } from '../../../../http/define-endpoint.ts'
import { repairStored } from '../../../../tiers/repair-stored.ts'

export default defineEndpoint({
  summary: 'Puts back what of a video is missing or damaged, from another copy where there is one.',
  actor: 'admin',
  rate: 'write',
  params: IdParams,
  audit: 'REPAIR_VIDEO',
  run: ({ actor, params }) => repairStored(actor, params.id),
})

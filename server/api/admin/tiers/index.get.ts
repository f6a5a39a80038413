import { TiersQuery, TiersView } from '#shared/tiers'
import { defineEndpoint } from '../../../http/define-endpoint.ts'
import { getTiers } from '../../../tiers/get-tiers.ts'

export default defineEndpoint({
  summary: 'Says how many videos and bytes lie in each storage tier, now and over the last days.',
  actor: 'admin',
  rate: 'read',
  query: TiersQuery,
  response: TiersView,
  run: ({ query }) => getTiers(query.days),
})

import { ForecastQuery, TierForecastView } from '#shared/tiers'
import { defineEndpoint } from '../../../http/define-endpoint.ts'
import { getForecast } from '../../../tiers/get-forecast.ts'

export default defineEndpoint({
  summary:
    'Says what the rules of the storage tiers will do in the next days: what moves, and what is asked of creators.',
  actor: 'admin',
  rate: 'read',
  query: ForecastQuery,
  response: TierForecastView,
  run: ({ query }) => getForecast(query.days),
})

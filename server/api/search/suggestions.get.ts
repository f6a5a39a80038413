import { SuggestQuery, SuggestionList } from '#shared/search'
import { defineEndpoint } from '../../http/define-endpoint.ts'
import { suggest } from '../../search/suggest.ts'

export default defineEndpoint({
  summary: 'A few things to go to while somebody types; the last word may be unfinished.',
  actor: 'guest',
  rate: 'read',
  query: SuggestQuery,
  response: SuggestionList,
  run: async ({ actor, query }) => ({ items: await suggest(actor, query.q) }),
})

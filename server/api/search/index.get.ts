import { SearchPage, SearchQuery } from '#shared/search'
import { defineEndpoint } from '../../http/define-endpoint.ts'
import { search } from '../../search/search.ts'

export default defineEndpoint({
  summary: 'Finds videos, clips, topics, people and spoken words; the words are taken literally.',
  actor: 'guest',
  rate: 'read',
  query: SearchQuery,
  response: SearchPage,
  run: ({ actor, query }) => search(actor, query),
})

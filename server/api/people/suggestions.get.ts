import { NoQuery } from '#shared/common'
import { PeoplePage } from '#shared/profiles'
import { defineEndpoint } from '../../http/define-endpoint.ts'
import { suggestPeople } from '../../profiles/suggest-people.ts'

export default defineEndpoint({
  summary: 'People you could follow: who makes videos in your topics, then the most followed.',
  actor: 'user',
  rate: 'read',
  query: NoQuery,
  response: PeoplePage,
  run: async ({ actor }) => ({ items: await suggestPeople(actor), nextCursor: null }),
})

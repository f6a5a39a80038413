import { PageQuery } from '#shared/common'
import { PeoplePage, UsernameParams } from '#shared/profiles'
import { defineEndpoint } from '../../../http/define-endpoint.ts'
import { followers } from '../../../profiles/things-of-person.ts'

export default defineEndpoint({
  summary: 'Lists who follows somebody, newest first.',
  actor: 'guest',
  rate: 'read',
  params: UsernameParams,
  query: PageQuery,
  response: PeoplePage,
  run: ({ actor, params, query }) => followers(actor, params.username, query),
})

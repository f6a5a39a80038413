import { PageQuery } from '#shared/common'
import { PeoplePage, UsernameParams } from '#shared/profiles'
import { defineEndpoint } from '../../../http/define-endpoint.ts'
import { following } from '../../../profiles/things-of-person.ts'

export default defineEndpoint({
  summary: 'Lists whom somebody follows, newest first.',
  actor: 'guest',
  rate: 'read',
  params: UsernameParams,
  query: PageQuery,
  response: PeoplePage,
  run: ({ actor, params, query }) => following(actor, params.username, query),
})

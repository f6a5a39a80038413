import { ClipPage } from '#shared/clips'
import { PageQuery } from '#shared/common'
import { UsernameParams } from '#shared/profiles'
import { defineEndpoint } from '../../../http/define-endpoint.ts'
import { clipsOfPerson } from '../../../profiles/things-of-person.ts'

export default defineEndpoint({
  summary: 'Lists the clips of somebody that everybody can watch, newest first.',
  actor: 'guest',
  rate: 'read',
  params: UsernameParams,
  query: PageQuery,
  response: ClipPage,
  run: ({ actor, params, query }) => clipsOfPerson(actor, params.username, query),
})

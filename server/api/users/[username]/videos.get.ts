import { PageQuery } from '#shared/common'
import { UsernameParams } from '#shared/profiles'
import { VideoPage } from '#shared/videos'
import { defineEndpoint } from '../../../http/define-endpoint.ts'
import { videosOfPerson } from '../../../profiles/things-of-person.ts'

export default defineEndpoint({
  summary: 'Lists the videos of somebody that everybody can watch, newest first.',
  actor: 'guest',
  rate: 'read',
  params: UsernameParams,
  query: PageQuery,
  response: VideoPage,
  run: ({ actor, params, query }) => videosOfPerson(actor, params.username, query),
})

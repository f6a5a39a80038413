import { IdParams, PageQuery } from '#shared/common'
import { EngagedPeoplePage } from '#shared/engagement'
import { engagedClip } from '../../../clips/engaged-clip.ts'
import { listEngaged } from '../../../engagement/list-engaged.ts'
import { defineEndpoint } from '../../../http/define-endpoint.ts'

export default defineEndpoint({
  summary: 'Lists who liked the clip, newest first.',
  actor: 'guest',
  rate: 'read',
  params: IdParams,
  query: PageQuery,
  response: EngagedPeoplePage,
  run: async ({ actor, params, query }) => listEngaged(await engagedClip(actor, params.id), 'like', query),
})

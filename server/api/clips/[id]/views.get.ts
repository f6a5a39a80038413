import { IdParams, PageQuery } from '#shared/common'
import { EngagedPeoplePage } from '#shared/engagement'
import { engagedClip } from '../../../clips/engaged-clip.ts'
import { listEngaged } from '../../../engagement/list-engaged.ts'
import { defineEndpoint } from '../../../http/define-endpoint.ts'

export default defineEndpoint({
  summary: 'Lists who viewed the clip, newest first; to anybody but the creator only yourself.',
  actor: 'guest',
  rate: 'read',
  params: IdParams,
  query: PageQuery,
  response: EngagedPeoplePage,
  run: async ({ actor, params, query }) => listEngaged(await engagedClip(actor, params.id), 'view', query),
})

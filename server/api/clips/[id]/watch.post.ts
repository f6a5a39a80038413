import { IdParams } from '#shared/common'
import { WatchBody } from '#shared/engagement'
import { WatchedView } from '#shared/learning'
import { defineEndpoint } from '../../../http/define-endpoint.ts'
import { reportClip } from '../../../learning/report-watching.ts'

export default defineEndpoint({
  summary:
    'Keeps what was watched of a clip, and answers with the level reached and, at its end, what comes next.',
  actor: 'user',
  rate: 'report',
  params: IdParams,
  body: WatchBody,
  response: WatchedView,
  run: ({ actor, params, body }) => reportClip(actor, params.id, body),
})

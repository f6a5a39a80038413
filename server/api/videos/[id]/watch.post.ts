import { IdParams } from '#shared/common'
import { WatchBody } from '#shared/engagement'
import { WatchedView } from '#shared/learning'
import { defineEndpoint } from '../../../http/define-endpoint.ts'
import { reportVideo } from '../../../learning/report-watching.ts'

export default defineEndpoint({
  summary: 'Keeps what was watched of a video: for resuming, the history and the recommendations.',
  actor: 'user',
  rate: 'report',
  params: IdParams,
  body: WatchBody,
  response: WatchedView,
  run: ({ actor, params, body }) => reportVideo(actor, params.id, body),
})

import { IdParams } from '#shared/common'
import { ResumeView } from '#shared/engagement'
import { getResume } from '../../../history/get-resume.ts'
import { defineEndpoint } from '../../../http/define-endpoint.ts'

export default defineEndpoint({
  summary: 'Says where you go on with a video, whether it or one of its clips was watched last.',
  actor: 'guest',
  rate: 'read',
  params: IdParams,
  response: ResumeView,
  run: ({ actor, params }) => getResume(actor, params.id),
})

import { IdParams } from '#shared/common'
import { PathView } from '#shared/learning'
import { defineEndpoint } from '../../../http/define-endpoint.ts'
import { getPath } from '../../../learning/get-path.ts'

export default defineEndpoint({
  summary:
    'Gives the learning path of a topic: subtopics in order, your level with each clip, and what comes next.',
  actor: 'guest',
  rate: 'read',
  params: IdParams,
  response: PathView,
  run: ({ actor, params }) => getPath(actor, params.id),
})

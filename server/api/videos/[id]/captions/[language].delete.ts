import { CaptionParams, DeleteCaptionsQuery } from '#shared/studio'
import { defineEndpoint } from '../../../../http/define-endpoint.ts'
import { deleteCaptions } from '../../../../videos/put-captions.ts'

export default defineEndpoint({
  summary: 'Deletes the captions of your video in one language.',
  actor: 'user',
  rate: 'write',
  params: CaptionParams,
  query: DeleteCaptionsQuery,
  audit: 'UPDATE_VIDEO',
  run: ({ actor, params, query }) => deleteCaptions(actor, params.id, params.language, query.revision),
})

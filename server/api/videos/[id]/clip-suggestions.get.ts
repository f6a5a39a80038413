import { IdParams } from '#shared/common'
import { ClipSuggestionsView } from '#shared/studio'
import { findSuggestions } from '../../../clips/find-suggestions.ts'
import { defineEndpoint } from '../../../http/define-endpoint.ts'

export default defineEndpoint({
  summary: 'Suggests stretches of your video that would make good clips, best first.',
  actor: 'guest',
  rate: 'read',
  params: IdParams,
  response: ClipSuggestionsView,
  run: ({ actor, params }) => findSuggestions(actor, params.id),
})

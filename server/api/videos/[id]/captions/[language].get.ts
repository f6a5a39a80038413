import { CaptionParams, CaptionTrackView } from '#shared/studio'
import { defineEndpoint } from '../../../../http/define-endpoint.ts'
import { getCaptions } from '../../../../videos/get-captions.ts'

export default defineEndpoint({
  summary: 'Gives the captions of a video in one language, cue by cue.',
  actor: 'guest',
  rate: 'read',
  params: CaptionParams,
  response: CaptionTrackView,
  run: ({ actor, params }) => getCaptions(actor, params.id, params.language),
})

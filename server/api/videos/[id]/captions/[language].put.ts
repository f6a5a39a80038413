import { CaptionParams, CaptionTrackView, PutCaptionsBody } from '#shared/studio'
import { defineEndpoint } from '../../../../http/define-endpoint.ts'
import { putCaptions } from '../../../../videos/put-captions.ts'

export default defineEndpoint({
  summary:
    'Writes the captions of your video in one language: a WebVTT or SubRip file, or cue by cue. Refused where somebody else changed them since `revision`.',
  actor: 'user',
  rate: 'write',
  params: CaptionParams,
  body: PutCaptionsBody,
  maxBodyBytes: 8 * 2 ** 20,
  response: CaptionTrackView,
  audit: 'UPDATE_VIDEO',
  run: ({ actor, params, body }) => putCaptions(actor, params.id, params.language, body),
})

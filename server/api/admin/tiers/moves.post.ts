import { MoveVideoBody } from '#shared/storage'
import { defineEndpoint } from '../../../http/define-endpoint.ts'
import { moveVideo } from '../../../tiers/move-video.ts'

export default defineEndpoint({
  summary: 'Moves a video to another storage tier; where bytes move, it is done by a job.',
  actor: 'admin',
  rate: 'write',
  body: MoveVideoBody,
  status: 202,
  audit: 'MOVE_VIDEO',
  run: ({ actor, body }) => moveVideo(body.videoId, { to: body.to, reason: 'by_admin' }, actor),
})

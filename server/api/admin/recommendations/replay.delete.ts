import { ReplayView } from '#shared/recommendations'
import { defineEndpoint } from '../../../http/define-endpoint.ts'
import { cancelReplay } from '../../../recommendations/replay/ask-replay.ts'

export default defineEndpoint({
  summary: 'Ends the replay that is under way.',
  actor: 'admin',
  rate: 'write',
  response: ReplayView,
  status: 200,
  run: () => cancelReplay(),
})

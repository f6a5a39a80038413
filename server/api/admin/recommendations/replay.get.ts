import { ReplayView } from '#shared/recommendations'
import { defineEndpoint } from '../../../http/define-endpoint.ts'
import { getReplay } from '../../../recommendations/replay/ask-replay.ts'

export default defineEndpoint({
  summary: 'Says how far the last replay of the log is, and what it found.',
  actor: 'admin',
  rate: 'read',
  response: ReplayView,
  run: () => getReplay(),
})

import { HistorySettings } from '#shared/history'
import { getHistorySettings } from '../../../history/history-settings.ts'
import { defineEndpoint } from '../../../http/define-endpoint.ts'

export default defineEndpoint({
  summary: 'Says whether your history is paused.',
  actor: 'user',
  rate: 'read',
  response: HistorySettings,
  run: ({ actor }) => getHistorySettings(actor.userId),
})

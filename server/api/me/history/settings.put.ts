import { HistorySettings } from '#shared/history'
import { setHistorySettings } from '../../../history/history-settings.ts'
import { defineEndpoint } from '../../../http/define-endpoint.ts'

export default defineEndpoint({
  summary: 'Pauses your history, or goes on with it.',
  actor: 'user',
  rate: 'write',
  body: HistorySettings,
  response: HistorySettings,
  run: ({ actor, body }) => setHistorySettings(actor.userId, body),
})

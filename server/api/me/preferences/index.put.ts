import { Preferences } from '#shared/accounts'
import { savePreferences } from '../../../accounts/preferences.ts'
import { defineEndpoint } from '../../../http/define-endpoint.ts'

export default defineEndpoint({
  summary: 'Replace your preferences, all of them at once.',
  actor: 'user',
  rate: 'write',
  body: Preferences,
  response: Preferences,
  run: ({ actor, body }) => savePreferences(actor, body),
})

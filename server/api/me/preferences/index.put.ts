import { Preferences } from '#shared/accounts'
import { savePreferences } from '../../../accounts/preferences.ts'
import { defineEndpoint } from '../../../http/define-endpoint.ts'
import { renewViewerScope } from '../../../relationships/viewer-scope.ts'

export default defineEndpoint({
  summary: 'Replace your preferences, all of them at once.',
  actor: 'user',
  rate: 'write',
  body: Preferences,
  response: Preferences,
  run: async ({ actor, body }) => {
    const saved = await savePreferences(actor, body)
    await renewViewerScope(actor.userId)
    return saved
  },
})

import { Preferences } from '#shared/accounts'
import { readPreferences } from '../../../accounts/preferences.ts'
import { defineEndpoint } from '../../../http/define-endpoint.ts'

export default defineEndpoint({
  summary: 'How you want the site to be, complete with the defaults.',
  actor: 'user',
  rate: 'read',
  response: Preferences,
  run: ({ actor }) => readPreferences(actor.userId),
})

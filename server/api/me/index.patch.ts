import { MeView, UpdateMeBody } from '#shared/accounts'
import { updateMe } from '../../accounts/update-me.ts'
import { defineEndpoint } from '../../http/define-endpoint.ts'

export default defineEndpoint({
  summary: 'Change your names or what you say about yourself.',
  actor: 'user',
  rate: 'write',
  body: UpdateMeBody,
  response: MeView,
  run: ({ actor, body }) => updateMe(actor, body),
})

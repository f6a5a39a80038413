import { MeView } from '#shared/accounts'
import { getMe } from '../../accounts/get-me.ts'
import { defineEndpoint } from '../../http/define-endpoint.ts'

export default defineEndpoint({
  summary: 'The signed-in person, with everything that the users collection holds about them.',
  actor: 'user',
  rate: 'read',
  response: MeView,
  run: ({ actor }) => getMe(actor.userId),
})

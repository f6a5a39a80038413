import { ProfileView, UsernameParams } from '#shared/profiles'
import { defineEndpoint } from '../../../http/define-endpoint.ts'
import { getProfile } from '../../../profiles/get-profile.ts'

export default defineEndpoint({
  summary: 'Gives the profile of somebody.',
  actor: 'guest',
  rate: 'read',
  params: UsernameParams,
  response: ProfileView,
  run: ({ actor, params }) => getProfile(actor, params.username),
})

import { UsernameParams } from '#shared/profiles'
import { FollowView } from '#shared/relationships'
import { defineEndpoint } from '../../../http/define-endpoint.ts'
import { follow } from '../../../profiles/follow.ts'

export default defineEndpoint({
  summary: 'Follows somebody.',
  actor: 'user',
  rate: 'write',
  params: UsernameParams,
  response: FollowView,
  run: ({ actor, params }) => follow(actor, params.username),
})

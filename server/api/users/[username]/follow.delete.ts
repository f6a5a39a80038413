import { UsernameParams } from '#shared/profiles'
import { FollowView } from '#shared/relationships'
import { defineEndpoint } from '../../../http/define-endpoint.ts'
import { unfollow } from '../../../profiles/follow.ts'

export default defineEndpoint({
  summary: 'Follows somebody no longer.',
  actor: 'user',
  rate: 'write',
  params: UsernameParams,
  response: FollowView,
  run: ({ actor, params }) => unfollow(actor, params.username),
})
